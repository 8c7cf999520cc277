using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Kubesharp.Api.Generator;

/// <summary>Turns a doc comment into the plain text that OpenAPI documents and <c>kubectl explain</c> show.</summary>
internal static class DocComment
{
    public static string Summary(ISymbol symbol)
    {
        var xml = symbol.GetDocumentationCommentXml() ?? "";
        var summary = Regex.Match(xml, "<summary>(.*?)</summary>", RegexOptions.Singleline).Groups[1].Value;
        summary = Regex.Replace(summary, "<see cref=\"[A-Z]:(?:[^\"]*\\.)?([^\".]+)\"\\s*/>", match => match.Groups[1].Value);
        summary = Regex.Replace(summary, "<[^>]+>", "");
        summary = summary.Replace("&lt;", "<").Replace("&gt;", ">").Replace("&quot;", "\"").Replace("&amp;", "&");
        return Regex.Replace(summary, "\\s+", " ").Trim();
    }
}
