using Kubesharp.Node.Variables;

namespace Kubesharp.Node.Tests.Variables;

public sealed class EnvFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubesharp-env-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_WithEveryForm_GivesItsVariables()
    {
        const string Text = "# settings\n\nA='1'\r\n  B = 'two words' # why\n\t#A='9'\nC='line1\n# no comment\nline \\\"3\\\"'\nD=''\nA='last'";

        Assert.Equal(
            new Dictionary<string, string> { ["A"] = "last", ["B"] = "two words", ["C"] = "line1\n# no comment\nline \\\"3\\\"", ["D"] = "" }, EnvFile.Parse(Text));
        Assert.Empty(EnvFile.Parse(""));
    }

    [Theory]
    [InlineData("A=1", "line 1: the value of \"A\" must be enclosed in single quotes")]
    [InlineData("\nA=\"1\"", "line 2: the value of \"A\" must be enclosed in single quotes")]
    [InlineData("A=", "line 1: the value of \"A\" must be enclosed in single quotes")]
    [InlineData("B='x\ny'\nA='1''2'", "line 3: something follows the value of \"A\"")]
    [InlineData("A='1'$B", "line 1: something follows the value of \"A\"")]
    [InlineData("A='1", "line 1: the value of \"A\" has no closing quote")]
    [InlineData("A\nB='1'", "line 1: there is no equals sign")]
    [InlineData("='1'", "line 1: there is no name")]
    public void File_WithAnotherForm_IsRefused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => EnvFile.Parse(text)).Message);

    [Fact]
    public void File_OfAVolume_IsReadAndNothingOutside()
    {
        var volume = Directory.CreateDirectory(Path.Combine(_folder, "volume")).FullName;
        Directory.CreateDirectory(Path.Combine(volume, "etc"));
        File.WriteAllText(Path.Combine(volume, "etc/a.env"), "A='1'");
        File.WriteAllText(Path.Combine(_folder, "secret.env"), "A='secret'");
        File.CreateSymbolicLink(Path.Combine(volume, "out.env"), "../secret.env");
        File.WriteAllText(Path.Combine(volume, "large.env"), new string('\n', 70_000));

        Assert.Equal("1", EnvFile.Read(volume, "etc/a.env")!["A"]);
        Assert.Null(EnvFile.Read(volume, "b.env"));
        Assert.Throws<IOException>(() => EnvFile.Read(volume, "out.env"));
        Assert.Throws<IOException>(() => EnvFile.Read(volume, "etc"));
        Assert.Throws<FormatException>(() => EnvFile.Read(volume, "large.env"));
    }
}
