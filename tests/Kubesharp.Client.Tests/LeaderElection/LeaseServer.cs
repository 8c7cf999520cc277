using Kubesharp.Api.Coordination.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client.Tests.LeaderElection;

/// <summary>One Lease with a revision, as a server keeps it; can be out of reach.</summary>
internal sealed class LeaseServer : IApiTransport
{
    private int _revision;

    public Lease? Stored { get; set; }

    /// <summary>User agents that cannot reach the server.</summary>
    public HashSet<string> CutOff { get; } = [];

    public List<string> Methods { get; } = [];

    /// <summary>The next request is carried out, but its answer never comes.</summary>
    public bool HoldNext { get; set; }

    public async Task<ApiResponse> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        var held = HoldNext;
        HoldNext = false;
        var response = await AnswerAsync(request);
        if (held) await Task.Delay(Timeout.Infinite, cancellationToken);
        return response;
    }

    private Task<ApiResponse> AnswerAsync(ApiRequest request)
    {
        if (CutOff.Contains(request.UserAgent)) return Task.FromException<ApiResponse>(new HttpRequestException("no route to host"));
        Methods.Add(request.Method);
        return Task.FromResult(request.Method switch
        {
            "GET" => Stored is null ? ScriptedTransport.Answer(404, Json.Status(404, "NotFound", "no lease")) : Answer(),
            "POST" => Stored is null ? Store(request) : ScriptedTransport.Answer(409, Json.Status(409, "AlreadyExists", "there is one")),
            _ => ApiJson.Decode<Lease>(request.Body.Span).Metadata.ResourceVersion == Stored?.Metadata.ResourceVersion
                ? Store(request)
                : ScriptedTransport.Answer(409, Json.Status(409, "Conflict", "modified")),
        });
    }

    private ApiResponse Store(ApiRequest request)
    {
        var lease = ApiJson.Decode<Lease>(request.Body.Span);
        Stored = lease with { Metadata = lease.Metadata with { ResourceVersion = $"{++_revision}" } };
        return Answer();
    }

    private ApiResponse Answer() => ScriptedTransport.Answer(200, System.Text.Encoding.UTF8.GetString(ApiJson.Encode(Stored!)));
}
