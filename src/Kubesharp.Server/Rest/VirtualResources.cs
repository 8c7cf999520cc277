using Kubesharp.Api;
using Kubesharp.Api.Authentication.V1;
using Kubesharp.Api.Authorization.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;
using Kubesharp.Server.Authentication;
using Kubesharp.Server.Authorization;
using Kubesharp.Server.Pipeline;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Wire;

namespace Kubesharp.Server.Rest;

/// <summary>Serves the resources that only answer and are not stored: reviews, bindings, component statuses.</summary>
internal sealed class VirtualResources(IAuthorizer authorizer, RbacAuthorizer rbac, TokenAuthenticator tokens, PodBinder binder, TimeProvider time)
{
    public async ValueTask HandleAsync(ApiCall call, ServedResource resource)
    {
        switch (resource.Info.Gvr.Resource)
        {
            case "selfsubjectaccessreviews": await ReviewSelfAsync(call).ConfigureAwait(false); break;
            case "subjectaccessreviews": await ReviewSubjectAsync(call).ConfigureAwait(false); break;
            case "localsubjectaccessreviews": await ReviewLocalAsync(call).ConfigureAwait(false); break;
            case "selfsubjectrulesreviews": await ReviewRulesAsync(call).ConfigureAwait(false); break;
            case "selfsubjectreviews": await WhoAmIAsync(call).ConfigureAwait(false); break;
            case "tokenreviews": await ReviewTokenAsync(call).ConfigureAwait(false); break;
            case "bindings": await BindAsync(call).ConfigureAwait(false); break;
            case "componentstatuses": await ComponentStatuses.SendAsync(call, resource, time.GetUtcNow()).ConfigureAwait(false); break;
            default: throw StatusErrors.UnknownResource();
        }
    }

    /// <summary>Reads a body that has to be of a kind.</summary>
    public static async ValueTask<T> ReadAsync<T>(ApiCall call)
        where T : class, IKind<T>
    {
        if (RecordExchange.Sent(call.Http, T.Gvk) is { } sent) return Canonical.Of((T)sent);
        var media = ObjectDecoder.MediaOf(call.Http.Request.ContentType);
        var body = await RequestBody.ReadAsync(call.Http, call.Cancelled).ConfigureAwait(false);
        if (body.Length == 0) throw StatusErrors.BadRequest("unable to decode an empty request body");
        return (T)ObjectDecoder.Decode(body, media, T.Gvk, static (json, problems) => ApiJson.Decode<T>(json, problems), ReadMessage<T>, null);
    }

    /// <summary>Sends an answer.</summary>
    public static ValueTask SendAsync<T>(ApiCall call, T value, int statusCode = 201)
        where T : class, IKind<T> =>
        ResponseWriter.WriteAsync(call.Http, Negotiation.Choose(call.Http.Request, projections: false), statusCode, value);

    private static IKind ReadMessage<T>(ReadOnlySpan<byte> message)
        where T : class, IKind<T>
    {
        var reader = new ProtobufReader(message);
        return T.ReadProtobuf(ref reader);
    }

    private async ValueTask ReviewSelfAsync(ApiCall call)
    {
        var review = await ReadAsync<SelfSubjectAccessReview>(call).ConfigureAwait(false);
        var status = Decide(call.User, review.Spec.ResourceAttributes, review.Spec.NonResourceAttributes);
        await SendAsync(call, review with { Status = status }).ConfigureAwait(false);
    }

    private async ValueTask ReviewSubjectAsync(ApiCall call)
    {
        var review = await ReadAsync<SubjectAccessReview>(call).ConfigureAwait(false);
        await SendAsync(call, review with { Status = Decide(review.Spec, SubjectAccessReview.Gvk) }).ConfigureAwait(false);
    }

    private async ValueTask ReviewLocalAsync(ApiCall call)
    {
        var review = await ReadAsync<LocalSubjectAccessReview>(call).ConfigureAwait(false);
        if (review.Spec.ResourceAttributes?.Namespace != call.Info.Namespace)
            throw StatusErrors.BadRequest($"spec.resourceAttributes.namespace must match namespace: {call.Info.Namespace}");
        await SendAsync(call, review with { Status = Decide(review.Spec, LocalSubjectAccessReview.Gvk) }).ConfigureAwait(false);
    }

    private SubjectAccessReviewStatus Decide(SubjectAccessReviewSpec spec, GroupVersionKind kind)
    {
        var errors = new Api.Validation.ErrorList();
        if (spec.ResourceAttributes is null == spec.NonResourceAttributes is null)
        {
            errors.Invalid(
                Api.Validation.FieldPath.Of("spec", "resourceAttributes"),
                Api.Validation.BadValue.Null,
                "exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }

        if (spec.User.Length == 0 && spec.Groups.Count == 0)
            errors.Invalid(Api.Validation.FieldPath.Of("spec", "user"), spec.User, "at least one of user or group must be specified");
        if (!errors.IsEmpty) throw StatusErrors.Invalid(kind, "", errors);
        var user = new UserIdentity { Name = spec.User, Uid = spec.Uid, Groups = spec.Groups, Extra = spec.Extra };
        return Decide(user, spec.ResourceAttributes, spec.NonResourceAttributes);
    }

    private SubjectAccessReviewStatus Decide(UserIdentity user, ResourceAttributes? resource, NonResourceAttributes? path)
    {
        if (resource is null && path is null)
            throw StatusErrors.BadRequest("exactly one of nonResourceAttributes or resourceAttributes must be specified");
        var attributes = resource is not null
            ? new AuthorizationAttributes
            {
                User = user,
                Verb = resource.Verb,
                IsResourceRequest = true,
                Path = "",
                Group = resource.Group,
                Resource = resource.Resource,
                Subresource = resource.Subresource,
                Name = resource.Name,
                Namespace = resource.Namespace,
            }
            : new AuthorizationAttributes { User = user, Verb = path!.Verb, Path = path.Path, Namespace = "", Group = "", Resource = "", Subresource = "", Name = "" };
        var allowed = authorizer.Authorize(attributes, out var reason);
        return new SubjectAccessReviewStatus { Allowed = allowed, Reason = reason };
    }

    private async ValueTask ReviewRulesAsync(ApiCall call)
    {
        var review = await ReadAsync<SelfSubjectRulesReview>(call).ConfigureAwait(false);
        if (review.Spec.Namespace.Length == 0) throw StatusErrors.BadRequest("no namespace on request");
        var resources = new List<ResourceRule>();
        var paths = new List<NonResourceRule>();
        if (call.User.Groups.Contains(UserIdentity.MastersGroup))
        {
            resources.Add(new ResourceRule { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] });
            paths.Add(new NonResourceRule { Verbs = ["*"], NonResourceURLs = ["*"] });
        }

        foreach (var grant in rbac.Index.Of(call.User))
        {
            if (grant.Namespace.Length > 0 && grant.Namespace != review.Spec.Namespace) continue;
            foreach (var rule in grant.Rules)
            {
                if (rule.Resources.Count > 0)
                    resources.Add(new ResourceRule { Verbs = rule.Verbs, ApiGroups = rule.ApiGroups, Resources = rule.Resources, ResourceNames = rule.ResourceNames });
                if (rule.NonResourceURLs.Count > 0) paths.Add(new NonResourceRule { Verbs = rule.Verbs, NonResourceURLs = rule.NonResourceURLs });
            }
        }

        var status = new SubjectRulesReviewStatus { ResourceRules = resources.ToValueList(), NonResourceRules = paths.ToValueList() };
        await SendAsync(call, review with { Status = status }).ConfigureAwait(false);
    }

    private async ValueTask WhoAmIAsync(ApiCall call)
    {
        var review = await ReadAsync<SelfSubjectReview>(call).ConfigureAwait(false);
        var metadata = review.Metadata with { CreationTimestamp = time.GetUtcNow() };
        await SendAsync(call, review with { Metadata = metadata, Status = new SelfSubjectReviewStatus { UserInfo = InfoOf(call.User) } }).ConfigureAwait(false);
    }

    private async ValueTask ReviewTokenAsync(ApiCall call)
    {
        var review = await ReadAsync<TokenReview>(call).ConfigureAwait(false);
        if (review.Spec.Token.Length == 0) throw StatusErrors.BadRequest("token is required for TokenReview in authentication");
        var identity = tokens.Authenticate(review.Spec.Token);
        var wanted = review.Spec.Audiences.Count > 0 ? review.Spec.Audiences : [TokenIssuing.DefaultAudience];
        var audiences = identity is null || identity.Audiences.Count == 0 ? wanted : wanted.Where(identity.Audiences.Contains).ToValueList();
        var status = identity is null || audiences.Count == 0
            ? new TokenReviewStatus { Error = identity is null ? "[invalid bearer token]" : $"token audiences [{string.Join(" ", identity.Audiences)}] is invalid for the target audiences [{string.Join(" ", wanted)}]" }
            : new TokenReviewStatus { Authenticated = true, User = InfoOf(identity.User), Audiences = audiences };
        await SendAsync(call, review with { Status = status }).ConfigureAwait(false);
    }

    private static UserInfo InfoOf(UserIdentity user) => new() { Username = user.Name, Uid = user.Uid, Groups = user.Groups, Extra = user.Extra };

    private async ValueTask BindAsync(ApiCall call)
    {
        var binding = await ReadAsync<Binding>(call).ConfigureAwait(false);
        await binder.BindAsync(call, binding.Metadata.Name, binding).ConfigureAwait(false);
    }
}
