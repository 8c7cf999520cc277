using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Wire;

/// <summary>Sends warnings to the user as headers.</summary>
internal static class Warnings
{
    private const int MaxTotal = 4096;

    public static void Send(HttpContext http, IReadOnlyList<string> warnings)
    {
        var total = 0;
        foreach (var warning in warnings)
        {
            total += warning.Length;
            if (total > MaxTotal) return;
            http.Response.Headers.Append("Warning", $"299 - \"{Escape(warning)}\"");
        }
    }

    private static string Escape(string text)
    {
        var result = new System.Text.StringBuilder(text.Length + 8);
        foreach (var c in text)
        {
            if (c is '"' or '\\') result.Append('\\').Append(c);
            else if (c is < ' ' or > '~') result.Append(' ');
            else result.Append(c);
        }

        return result.ToString();
    }
}
