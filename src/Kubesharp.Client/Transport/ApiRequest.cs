using Kubesharp.Api;

namespace Kubesharp.Client;

/// <summary>One request to an API server.</summary>
public sealed record ApiRequest
{
    /// <summary>HTTP method in capitals.</summary>
    public required string Method { get; init; }

    /// <summary>Absolute path with the query, both already escaped: <c>/api/v1/pods?watch=true</c>.</summary>
    public required string PathAndQuery { get; init; }

    /// <summary>The body as bytes. When it is a record they are written anew each time they are asked for.</summary>
    public ReadOnlyMemory<byte> Body
    {
        get => Record is null ? field : Record.ToJson();
        init;
    }

    /// <summary>The body as a record, which a server in the same process takes as it is; null when it is nothing but bytes.</summary>
    public IKind? Record { get; init; }

    /// <summary>Media type of <see cref="Body"/>; empty when there is no body.</summary>
    public string ContentType { get; init; } = "";

    /// <summary>Whether the answer may be records (<see cref="ApiResponse.Records"/>), where the server is in the same process.</summary>
    public bool TakesRecords { get; init; }

    /// <summary>Whether the record may be sent as protobuf, and objects may come as protobuf, by a transport that sends bytes.</summary>
    public bool TakesProtobuf { get; init; }

    public string Accept { get; init; } = MediaTypes.Json;

    public string UserAgent { get; init; } = "";

    /// <summary>User to act as, when that is not the transport's own user; empty otherwise.</summary>
    public string ImpersonateUser { get; init; } = "";

    /// <summary>Groups to act with; over HTTP one at most, in the same process any number.</summary>
    public IReadOnlyList<string> ImpersonateGroups { get; init; } = [];

    /// <summary>Further headers.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];
}
