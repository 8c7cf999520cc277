using System.Buffers;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Authentication;
using Kubesharp.Server.Pipeline;

namespace Kubesharp.Server.Rest;

/// <summary>Issues ServiceAccount tokens (serviceaccounts/token).</summary>
internal sealed class TokenHandler(RestServices services, ServiceAccountTokens tokens)
{
    private const long MinSeconds = 600;
    private const long MaxSeconds = 1L << 32;
    private const long DefaultSeconds = 3600;
    private const long KubeletSeconds = 3607;
    private const long ExtendedSeconds = 365 * 24 * 3600;

    public async ValueTask HandleAsync(ApiCall call, RestTarget target, TokenRequest request)
    {
        var ns = call.Info.Namespace;
        var name = call.Info.Name;
        var account = services.Stores.Get<ServiceAccount>(ns, name) ?? throw StatusErrors.NotFound(target.Gvr, name);
        var spec = request.Spec with
        {
            ExpirationSeconds = request.Spec.ExpirationSeconds ?? DefaultSeconds,
            Audiences = request.Spec.Audiences.Count > 0 ? request.Spec.Audiences : [TokenIssuing.DefaultAudience],
        };
        var seconds = spec.ExpirationSeconds!.Value;
        Check(seconds, spec, name);
        var now = services.Time.GetUtcNow().ToUnixTimeSeconds();
        var lifetime = seconds == KubeletSeconds && spec.BoundObjectRef is { Kind: "Pod" } && spec.Audiences.Contains(TokenIssuing.DefaultAudience) ? ExtendedSeconds : seconds;
        var token = tokens.Sign(Claims(account, spec, now, lifetime));
        var answer = request with
        {
            Metadata = request.Metadata with { Name = name, Namespace = ns, CreationTimestamp = DateTimeOffset.FromUnixTimeSeconds(now) },
            Spec = spec,
            Status = new TokenRequestStatus { Token = token, ExpirationTimestamp = DateTimeOffset.FromUnixTimeSeconds(now + seconds) },
        };
        await VirtualResources.SendAsync(call, answer).ConfigureAwait(false);
    }

    private static void Check(long seconds, TokenRequestSpec spec, string name)
    {
        var errors = new ErrorList();
        var path = FieldPath.Of("spec", "expirationSeconds");
        if (seconds < MinSeconds) errors.Invalid(path, seconds, "may not specify a duration less than 10 minutes");
        if (seconds > MaxSeconds) errors.Invalid(path, seconds, "may not specify a duration larger than 2^32 seconds");
        if (spec.BoundObjectRef is { } bound && bound is not ({ Kind: "Pod", ApiVersion: "v1" } or { Kind: "Secret", ApiVersion: "v1" } or { Kind: "Node", ApiVersion: "v1" }))
            throw StatusErrors.BadRequest($"cannot bind token for serviceaccount {GoText.Quote(name)} to object of type {bound.ApiVersion}, Kind={bound.Kind}");
        if (!errors.IsEmpty) throw StatusErrors.Invalid(TokenRequest.Gvk, name, errors);
    }

    private byte[] Claims(ServiceAccount account, TokenRequestSpec spec, long now, long lifetime)
    {
        var ns = account.Metadata.Namespace;
        var output = new ArrayBufferWriter<byte>(512);
        using var writer = new Utf8JsonWriter(output);
        writer.WriteStartObject();
        writer.WriteStartArray("aud"u8);
        foreach (var audience in spec.Audiences) writer.WriteStringValue(audience);
        writer.WriteEndArray();
        writer.WriteNumber("exp"u8, now + lifetime);
        writer.WriteNumber("iat"u8, now);
        writer.WriteString("iss"u8, tokens.Issuer);
        writer.WriteString("jti"u8, services.Identities.NewUid());
        writer.WriteStartObject("kubernetes.io"u8);
        writer.WriteString("namespace"u8, ns);
        WriteBound(writer, account, spec.BoundObjectRef);
        WriteReference(writer, "serviceaccount", account.Metadata.Name, account.Metadata.Uid);
        if (lifetime == ExtendedSeconds) writer.WriteNumber("warnafter"u8, now + KubeletSeconds);
        writer.WriteEndObject();
        writer.WriteNumber("nbf"u8, now);
        writer.WriteString("sub"u8, $"system:serviceaccount:{ns}:{account.Metadata.Name}");
        writer.WriteEndObject();
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private void WriteBound(Utf8JsonWriter writer, ServiceAccount account, BoundObjectReference? reference)
    {
        if (reference is null) return;
        var ns = account.Metadata.Namespace;
        switch (reference.Kind)
        {
            case "Pod":
                var pod = services.Stores.Get<Pod>(ns, reference.Name) ?? throw StatusErrors.NotFound(Pod.Resource.Gvr, reference.Name);
                if (pod.Spec.ServiceAccountName != account.Metadata.Name)
                    throw StatusErrors.BadRequest($"cannot bind token for serviceaccount {GoText.Quote(account.Metadata.Name)} to pod running with different serviceaccount name.");
                CheckUid(reference, pod.Metadata.Uid);
                WriteReference(writer, "pod", pod.Metadata.Name, pod.Metadata.Uid);
                if (pod.Spec.NodeName.Length > 0 && services.Stores.Get<Node>("", pod.Spec.NodeName) is { } node)
                    WriteReference(writer, "node", node.Metadata.Name, node.Metadata.Uid);
                break;
            case "Secret":
                var secret = services.Stores.Get<Secret>(ns, reference.Name) ?? throw StatusErrors.NotFound(Secret.Resource.Gvr, reference.Name);
                CheckUid(reference, secret.Metadata.Uid);
                WriteReference(writer, "secret", secret.Metadata.Name, secret.Metadata.Uid);
                break;
            case "Node":
                var bound = services.Stores.Get<Node>("", reference.Name) ?? throw StatusErrors.NotFound(Node.Resource.Gvr, reference.Name);
                CheckUid(reference, bound.Metadata.Uid);
                WriteReference(writer, "node", bound.Metadata.Name, bound.Metadata.Uid);
                break;
        }
    }

    private static void CheckUid(BoundObjectReference reference, string uid)
    {
        if (reference.Uid.Length == 0 || reference.Uid == uid) return;
        throw StatusErrors.Conflict(
            new GroupVersionResource("", "v1", reference.Kind.ToLowerInvariant() + "s"),
            reference.Name,
            $"the UID in the bound object reference ({reference.Uid}) does not match the UID in record. The object might have been deleted and then recreated");
    }

    private static void WriteReference(Utf8JsonWriter writer, string kind, string name, string uid)
    {
        writer.WriteStartObject(kind);
        writer.WriteString("name"u8, name);
        writer.WriteString("uid"u8, uid);
        writer.WriteEndObject();
    }
}
