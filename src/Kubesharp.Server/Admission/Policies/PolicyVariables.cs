using System.Diagnostics.CodeAnalysis;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Cel;
using Kubesharp.Cel.Values;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>A request as the expressions of policies see it. Each part is made when an expression first asks for it.</summary>
internal sealed class PolicyVariables(AdmissionAttributes attributes, ResourceInfo matched, PolicyServices services) : ICelVariables
{
    private readonly Dictionary<string, CelValue> _made = new(StringComparer.Ordinal);

    public bool TryGet(string name, [MaybeNullWhen(false)] out CelValue value)
    {
        if (_made.TryGetValue(name, out value)) return true;
        value = name switch
        {
            "object" => Of(services.Kinds.Serve(attributes.Object, matched)),
            "oldObject" => Of(services.Kinds.Serve(attributes.OldObject, matched)),
            "namespaceObject" => attributes.Namespace.Length == 0 ? CelNull.Value : Of(attributes.Context.Objects.Get<Namespace>("", attributes.Namespace)),
            "request" => Request(),
            "authorizer" => AuthorizerFunctions.Authorizer(services.Authorizer, attributes.User),
            "authorizer.requestResource" => AuthorizerFunctions.RequestResource(services.Authorizer, attributes),
            _ => null,
        };
        if (value is not null) _made[name] = value;
        return value is not null;
    }

    /// <summary>The variables of a policy with one of its parameters.</summary>
    public PolicyScope With(PolicyExpressions expressions, IKubernetesObject? parameter) => new(this, expressions.Variables, Of(parameter));

    private static CelValue Of(IKind? value) => value is null ? CelNull.Value : JsonValue.Of(value.ToJson());

    private CelMap Request()
    {
        var (kind, resource) = (matched.Gvk, matched.Gvr);
        var (requestKind, requestResource) = (attributes.Resource.Gvk, attributes.Resource.Gvr);
        return Map(
            ("kind", Kind(kind)), ("resource", Resource(resource)), ("subResource", attributes.Subresource),
            ("requestKind", Kind(requestKind)), ("requestResource", Resource(requestResource)), ("requestSubResource", attributes.Subresource),
            ("name", attributes.Name), ("namespace", attributes.Namespace), ("operation", PolicyMatch.NameOf(attributes.Operation)),
            ("userInfo", User(attributes.User)), ("dryRun", attributes.DryRun));
    }

    private static CelMap Kind(GroupVersionKind kind) => Map(("group", kind.Group), ("version", kind.Version), ("kind", kind.Kind));

    private static CelMap Resource(GroupVersionResource resource) => Map(("group", resource.Group), ("version", resource.Version), ("resource", resource.Resource));

    private static CelMap User(UserIdentity user) => Map(
        ("username", user.Name),
        ("uid", user.Uid),
        ("groups", Texts(user.Groups)),
        ("extra", CelMap.Of(user.Extra.Select(entry => KeyValuePair.Create(entry.Key, (CelValue)Texts(entry.Value))))));

    private static CelList Texts(ValueList<string> texts) => CelList.Of([.. texts.Select(text => new CelString(text))]);

    private static CelMap Map(params ReadOnlySpan<(string Name, CelValue Value)> entries)
    {
        var map = new Dictionary<CelValue, CelValue>(entries.Length);
        foreach (var (name, value) in entries) map[name] = value;
        return CelMap.Of(map);
    }
}
