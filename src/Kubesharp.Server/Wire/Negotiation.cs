using System.Collections.Concurrent;
using Kubesharp.Api;
using Microsoft.AspNetCore.Http;

namespace Kubesharp.Server.Wire;

/// <summary>Chooses the form of the response from the Accept header.</summary>
internal static class Negotiation
{
    private const int MaxRemembered = 1024;

    private static readonly ConcurrentDictionary<string, ResponseFormat?> Known = new(StringComparer.Ordinal);

    /// <summary>The form to answer in; a StatusException (406) when the client accepts nothing that can be sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="projections">Whether Table and PartialObjectMetadata can be made of the answer.</param>
    public static ResponseFormat Choose(HttpRequest request, bool projections)
    {
        var accept = request.Headers.Accept.ToString();
        var format = accept.Length == 0 ? ResponseFormat.Json : Remembered(accept, projections);
        if (format is null)
        {
            throw StatusErrors.NotAcceptableMedia("application/json", "application/yaml", "application/vnd.kubernetes.protobuf");
        }

        return format.Media == MediaKind.Json && WantsPretty(request) ? format with { Pretty = true } : format;
    }

    /// <summary>The refusal of metadata in a form that does not fit the answer: of a list as one object, or of one object as a list.</summary>
    public static StatusException NotAList(ResponseFormat format, GroupVersionKind kind, bool isList)
    {
        var package = kind.Group.Length == 0 ? "core" : kind.Group.Split('.')[0];
        var type = isList ? $"*{package}.{kind.Kind}List" : $"*{package}.{kind.Kind}";
        var wanted = format.Projection == Projection.PartialMetadataList ? "PartialObjectMetadataList" : "PartialObjectMetadata";
        return StatusErrors.NotAcceptable($"you requested {wanted}, but the requested object is {(isList ? "a" : "not a")} list ({type})");
    }

    private static ResponseFormat? Remembered(string accept, bool projections)
    {
        var key = projections ? accept : "-" + accept;
        if (Known.TryGetValue(key, out var known)) return known;
        var format = Parse(accept, projections);
        if (Known.Count < MaxRemembered) Known[key] = format;
        return format;
    }

    private static ResponseFormat? Parse(string accept, bool projections)
    {
        foreach (var clause in accept.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = clause.Split(';', StringSplitOptions.TrimEntries);
            MediaKind media;
            switch (parts[0].ToLowerInvariant())
            {
                case "application/json" or "*/*" or "application/*": media = MediaKind.Json; break;
                case "application/yaml": media = MediaKind.Yaml; break;
                case "application/vnd.kubernetes.protobuf": media = MediaKind.Protobuf; break;
                default: continue;
            }

            string kind = "", group = "", version = "";
            foreach (var part in parts.AsSpan(1))
            {
                var equals = part.IndexOf('=');
                if (equals < 0) continue;
                var value = part[(equals + 1)..];
                switch (part[..equals])
                {
                    case "as": kind = value; break;
                    case "g": group = value; break;
                    case "v": version = value; break;
                }
            }

            if (kind.Length == 0) return new ResponseFormat(media);
            if (kind == "APIGroupDiscoveryList" && group == "apidiscovery.k8s.io")
            {
                if (version == "v2" && media == MediaKind.Json) return new ResponseFormat(media, DiscoveryV2: true);
                continue;
            }

            if (!projections || group != "meta.k8s.io" || version is not ("v1" or "v1beta1")) continue;
            if (kind == "Table" && media != MediaKind.Protobuf) return new ResponseFormat(media, Projection.Table, MetaVersion: $"{group}/{version}");
            if (kind == "PartialObjectMetadata") return new ResponseFormat(media, Projection.PartialMetadata, MetaVersion: $"{group}/{version}");
            if (kind == "PartialObjectMetadataList") return new ResponseFormat(media, Projection.PartialMetadataList, MetaVersion: $"{group}/{version}");
        }

        return null;
    }

    private static bool WantsPretty(HttpRequest request)
    {
        if (request.QueryString.HasValue && request.Query.TryGetValue("pretty", out var pretty)) return pretty.ToString() is "true" or "1" or "";
        var agent = request.Headers.UserAgent.ToString();
        return agent.StartsWith("curl", StringComparison.Ordinal) || agent.StartsWith("Wget", StringComparison.Ordinal)
            || agent.StartsWith("Mozilla/5.0", StringComparison.Ordinal);
    }
}
