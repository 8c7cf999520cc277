using System.Text;
using Kubesharp.Api;
using Kubesharp.Node.Machine;

namespace Kubesharp.Node.Variables;

/// <summary>
/// Files with variables, one or more lines each: a name, an equals sign, and a value in single quotes, which is taken as it stands. Blanks
/// before the name and around the sign do not count; lines that begin with # are comments.
/// </summary>
internal static class EnvFile
{
    /// <summary>Who writes the file is not trusted, so that no more is read.</summary>
    private const int MostBytes = 64 * 1024;

    private const string Blanks = " \t\r";

    /// <summary>The variables of a file in a volume; null when there is no such file.</summary>
    /// <param name="volume">Folder of the volume.</param>
    /// <param name="path">Path inside it; links that lead out of it are not followed.</param>
    /// <exception cref="FormatException">The file does not have that form.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyDictionary<string, string>? Read(string volume, string path)
    {
        using var folder = LinuxFiles.OpenFolder(volume);
        using var file = LinuxFiles.OpenBeneath(folder, path.TrimStart('/'));
        if (file is null) return null;
        if (LinuxFiles.KindOf(file.Path) != FileKind.Regular) throw new IOException("it is no file");
        using var stream = File.OpenRead(file.Path);
        var buffer = new byte[MostBytes + 1];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return length > MostBytes ? throw new FormatException($"the file has more than {MostBytes} bytes") : Parse(Encoding.UTF8.GetString(buffer, 0, length));
    }

    /// <summary>Reads variables; of two with one name the later counts.</summary>
    /// <exception cref="FormatException">The text does not have that form.</exception>
    public static IReadOnlyDictionary<string, string> Parse(string text)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        var at = 0;
        var line = 1;
        while (at < text.Length)
        {
            var end = text.IndexOf('\n', at);
            var rest = text.AsSpan(at, (end < 0 ? text.Length : end) - at).Trim(Blanks);
            if (rest.IsEmpty || rest[0] == '#')
            {
                at = end < 0 ? text.Length : end + 1;
                line++;
                continue;
            }

            var (name, value, next) = Variable(text, at, line);
            line += text.AsSpan(at, next - at).Count('\n');
            at = next;
            variables[name] = value;
        }

        return variables;
    }

    /// <returns>Name and value, and where the next line begins.</returns>
    private static (string Name, string Value, int Next) Variable(string text, int at, int line)
    {
        var sign = text.IndexOfAny(['=', '\n'], at);
        if (sign < 0 || text[sign] != '=') throw Wrong(line, "there is no equals sign");
        var name = text[at..sign].Trim(' ', '\t');
        if (name.Length == 0) throw Wrong(line, "there is no name");
        var open = sign + 1;
        while (open < text.Length && text[open] is ' ' or '\t') open++;
        if (open == text.Length || text[open] != '\'') throw Wrong(line, $"the value of {GoText.Quote(name)} must be enclosed in single quotes");
        var close = text.IndexOf('\'', open + 1);
        if (close < 0) throw Wrong(line, $"the value of {GoText.Quote(name)} has no closing quote");
        var end = text.IndexOf('\n', close);
        if (end < 0) end = text.Length;
        var after = text.AsSpan(close + 1, end - close - 1).Trim(Blanks);
        if (!after.IsEmpty && after[0] != '#') throw Wrong(line, $"something follows the value of {GoText.Quote(name)}");
        return (name, text[(open + 1)..close], Math.Min(end + 1, text.Length));
    }

    private static FormatException Wrong(int line, string what) => new($"line {line}: {what}");
}
