using Kubesharp.Api.Validation;
using Kubesharp.Cel;
using Kubesharp.Cel.Values;
using Kubesharp.Server.Authorization;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>Lets expressions ask what somebody may do: <c>authorizer.group('apps').resource('deployments').check('delete').allowed()</c>.</summary>
internal static class AuthorizerFunctions
{
    /// <summary>What a question to the authorizers costs.</summary>
    private const long CheckCost = 350_000;

    private static readonly CelType AuthorizerType = new("kubernetes.authorization.Authorizer");
    private static readonly CelType PathType = new("kubernetes.authorization.PathCheck");
    private static readonly CelType GroupType = new("kubernetes.authorization.GroupCheck");
    private static readonly CelType ResourceType = new("kubernetes.authorization.ResourceCheck");
    private static readonly CelType DecisionType = new("kubernetes.authorization.Decision");

    public static IReadOnlyList<CelType> Types { get; } = [AuthorizerType, PathType, GroupType, ResourceType, DecisionType];

    public static IReadOnlyList<CelFunction> All { get; } =
    [
        On<Subject>("path", static (subject, path) => path.Length == 0 ? new CelError("path must not be empty") : Wrap(PathType, new PathCheck(subject, path))),
        On<Subject>("group", static (subject, group) => Wrap(GroupType, new GroupCheck(subject, group))),
        CelFunction.Member("serviceAccount", 2, static arguments => arguments is [CelOpaque { Value: Subject subject }, CelString ns, CelString name] ? ServiceAccount(subject, ns.Value, name.Value) : null),
        On<GroupCheck>("resource", static (check, resource) => Wrap(ResourceType, new ResourceCheck(check.Subject, check.Group, resource))),
        On<ResourceCheck>("subresource", static (check, subresource) => Wrap(ResourceType, check with { Subresource = subresource })),
        On<ResourceCheck>("namespace", static (check, ns) => Wrap(ResourceType, check with { Namespace = ns })),
        On<ResourceCheck>("name", static (check, name) => Wrap(ResourceType, check with { Name = name })),

        // What may be done does not depend on selectors here, so a question about some of the objects is one about all of them.
        On<ResourceCheck>("fieldSelector", static (check, _) => Wrap(ResourceType, check)),
        On<ResourceCheck>("labelSelector", static (check, _) => Wrap(ResourceType, check)),
        On<PathCheck>("check", static (check, verb) => Decide(check.Subject, new() { User = check.Subject.User, Verb = verb, Path = check.Path })) with { Cost = CheckCost },
        On<ResourceCheck>("check", static (check, verb) => Decide(check.Subject, Attributes(check, verb))) with { Cost = CheckCost },
        Of("allowed", static decision => CelBool.Of(decision.IsAllowed)),
        Of("reason", static decision => new CelString(decision.Reason)),
        Of("errored", static _ => CelBool.False),
        Of("error", static _ => CelString.Empty),
    ];

    /// <summary>What <c>authorizer</c> stands for.</summary>
    public static CelValue Authorizer(IAuthorizer authorizer, UserIdentity user) => Wrap(AuthorizerType, new Subject(authorizer, user));

    /// <summary>What <c>authorizer.requestResource</c> stands for.</summary>
    public static CelValue RequestResource(IAuthorizer authorizer, AdmissionAttributes attributes) => Wrap(
        ResourceType,
        new ResourceCheck(new Subject(authorizer, attributes.User), attributes.Resource.Gvr.Group, attributes.Resource.Gvr.Resource)
        {
            Subresource = attributes.Subresource,
            Namespace = attributes.Namespace,
            Name = attributes.Name,
        });

    private static CelFunction On<T>(string name, Func<T, string, CelValue> body) =>
        CelFunction.Member(name, 1, arguments => arguments is [CelOpaque { Value: T target }, CelString text] ? body(target, text.Value) : null);

    private static CelFunction Of(string name, Func<Decision, CelValue> body) =>
        CelFunction.Member(name, 0, arguments => arguments[0] is CelOpaque { Value: Decision decision } ? body(decision) : null);

    private static CelOpaque Wrap(CelType type, object value) => new(type, value);

    private static CelValue ServiceAccount(Subject subject, string ns, string name)
    {
        if (Names.Dns1123Subdomain(name).Length > 0) return new CelError("Invalid service account name");
        if (Names.Dns1123Label(ns).Length > 0) return new CelError("Invalid service account namespace");
        var account = new UserIdentity
        {
            Name = $"{UserIdentity.ServiceAccountPrefix}{ns}:{name}",
            Groups = [UserIdentity.ServiceAccountsGroup, $"{UserIdentity.ServiceAccountsGroup}:{ns}", UserIdentity.AuthenticatedGroup],
        };
        return Wrap(AuthorizerType, subject with { User = account });
    }

    private static AuthorizationAttributes Attributes(ResourceCheck check, string verb) => new()
    {
        User = check.Subject.User,
        Verb = verb,
        IsResourceRequest = true,
        Group = check.Group,
        Resource = check.Resource,
        Subresource = check.Subresource,
        Namespace = check.Namespace,
        Name = check.Name,
        Path = "",
    };

    private static CelOpaque Decide(Subject subject, AuthorizationAttributes attributes)
    {
        var allowed = subject.Authorizer.Authorize(attributes, out var reason);
        return Wrap(DecisionType, new Decision(allowed, reason));
    }

    private sealed record Subject(IAuthorizer Authorizer, UserIdentity User);

    private sealed record PathCheck(Subject Subject, string Path);

    private sealed record GroupCheck(Subject Subject, string Group);

    private sealed record ResourceCheck(Subject Subject, string Group, string Resource)
    {
        public string Subresource { get; init; } = "";

        public string Namespace { get; init; } = "";

        public string Name { get; init; } = "";
    }

    private sealed record Decision(bool IsAllowed, string Reason);
}
