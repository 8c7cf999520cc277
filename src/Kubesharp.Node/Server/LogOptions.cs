using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Node.Server;

/// <summary>Which part of a container's log is wanted, and in what form.</summary>
internal sealed record LogOptions
{
    public bool Follow { get; init; }

    public bool Previous { get; init; }

    public bool Timestamps { get; init; }

    /// <summary>Lines from the end; null for all.</summary>
    public long? TailLines { get; init; }

    public long? LimitBytes { get; init; }

    public long? SinceSeconds { get; init; }

    public DateTimeOffset? SinceTime { get; init; }

    /// <summary>The only stream that is wanted, <c>stdout</c> or <c>stderr</c>; null for both.</summary>
    public string? Stream { get; init; }

    /// <exception cref="HttpStatusException">A value cannot be read.</exception>
    public static LogOptions Read(IQueryCollection query) => new()
    {
        Follow = Flag(query, "follow"),
        Previous = Flag(query, "previous"),
        Timestamps = Flag(query, "timestamps"),
        TailLines = Number(query, "tailLines"),
        LimitBytes = Number(query, "limitBytes"),
        SinceSeconds = Number(query, "sinceSeconds"),
        SinceTime = Time(query, "sinceTime"),
        Stream = First(query, "stream") is "Stdout" or "Stderr" ? First(query, "stream").ToLowerInvariant() : null,
    };

    /// <summary>Of a parameter that is given twice the first counts.</summary>
    private static string First(IQueryCollection query, string name) => query[name] is [{ } first, ..] ? first : "";

    private static bool Flag(IQueryCollection query, string name) => First(query, name) is "true" or "1";

    private static long? Number(IQueryCollection query, string name)
    {
        var text = First(query, name);
        if (text.Length == 0) return null;
        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : throw Bad(name, text);
    }

    private static DateTimeOffset? Time(IQueryCollection query, string name)
    {
        var text = First(query, name);
        if (text.Length == 0) return null;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : throw Bad(name, text);
    }

    private static HttpStatusException Bad(string name, string text) => new(StatusCodes.Status400BadRequest, $"Unable to decode query: {name}: invalid value \"{text}\"");
}
