using System.Text;
using System.Text.Json;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.Tests.Serialization;

/// <summary>The scanner has to give the tokens and the errors of the reader it stands for, on whatever text.</summary>
public sealed class JsonScannerTests
{
    private const int Mutations = 4000;

    public static TheoryData<string> Texts =>
    [
        "", " ", "{}", "[]", "null", "true", "false", "truex", "tru", "nul", "\"\"", "\"a", "\"a\\", "\"a\\u12", "\"\\u00e9\\n\\/\"", "\"\\x\"", "\"a\nb\"", "\"\u00e9\u2028\"",
        "0", "-0", "01", "-", "-a", "1.", "1.5", "1.e3", "1e", "1e+", "1E-10", "1x", "{\"a\":1x}", "{\"a\":1", "12 ", "1/", "[1/]", " \t\r\n[ 1 , 2 ] \n",
        "{\"a\":1,}", "[1,]", "[,1]", "{,}", "{\"a\"}", "{\"a\":}", "{\"a\" : [ ] }", "{\"a\":{}}}", "[1]]", "[1}", "{\"a\":1]", "{a:1}", "[1] x", "1 2", "// no\n1", "{\"a\":1,\"a\":2}",
        "{\"a\":[{\"b\":[[],{},[{}]]},\"0123456789abcdef\",\"0123456789abcde\",\"0123456789abcde\\\"0123456789abcdef\"]}", "[\"0123456789abcdef0123456789abcdef\u0001\"]", "\u00a01", "\ufeff1",
    ];

    [Theory]
    [MemberData(nameof(Texts))]
    public void ReadsWhatTheReaderReads(string text) => Compare(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData(511)]
    [InlineData(512)]
    [InlineData(513)]
    public void RefusesDeepText(int depth)
    {
        Compare(Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)));
        Compare(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)));
    }

    [Fact]
    public void ReadsDamagedTextAsTheReaderDoes()
    {
        var random = new Random(20261129);
        var original = File.ReadAllBytes(Path.Combine(Repository.Root, "tests/Kubesharp.Api.Tests/Vectors/pod.json"));
        var alphabet = "{}[]\",:\\u0123456789-+.eEtruefalsn \n\r\t\0\u007f"u8.ToArray();
        for (var i = 0; i < Mutations; i++)
        {
            var length = random.Next(1, original.Length);
            var text = original.AsSpan(random.Next(original.Length - length), random.Next(2) == 0 ? length : Math.Min(length, 40)).ToArray();
            for (var change = random.Next(4); change > 0; change--) text[random.Next(text.Length)] = alphabet[random.Next(alphabet.Length)];
            Compare(text);
        }
    }

    [Theory]
    [InlineData("[{\"a\":[1,{\"b\":2}]},3]", 1, "3")]
    [InlineData("{\"a\":{\"b\":[]},\"c\":4}", 1, "c")]
    [InlineData("{\"a\":5,\"c\":4}", 1, "c")]
    public void SkipGoesToTheEndOfTheValue(string text, int before, string next)
    {
        var scanner = new JsonScanner(Encoding.UTF8.GetBytes(text));
        scanner.Read();
        for (var i = 0; i < before; i++) scanner.Read();
        scanner.Skip();
        Assert.True(scanner.Read());
        Assert.Equal(next, Encoding.UTF8.GetString(scanner.Value));
    }

    private static void Compare(byte[] text)
    {
        var expected = new List<string>();
        var actual = new List<string>();
        try
        {
            var reader = new Utf8JsonReader(text, new JsonReaderOptions { MaxDepth = JsonScanner.MaxDepth });
            while (reader.Read()) expected.Add($"{reader.TokenType} {reader.TokenStartIndex} {reader.BytesConsumed} {reader.ValueIsEscaped} {Convert.ToHexString(reader.ValueSpan)}");
        }
        catch (JsonException e)
        {
            expected.Add(e.Message);
        }

        try
        {
            var scanner = new JsonScanner(text);
            while (scanner.Read()) actual.Add($"{scanner.Token} {scanner.Start} {scanner.End} {scanner.IsEscaped} {Convert.ToHexString(scanner.Value)}");
        }
        catch (JsonException e)
        {
            actual.Add(e.Message);
        }

        Assert.Equal(expected, actual);
    }
}
