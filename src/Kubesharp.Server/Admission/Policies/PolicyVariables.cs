using System.Diagnostics.CodeAnalysis;
using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Cel;
using Kubesharp.Cel.Values;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>A request as the expressions of policies see it. Each part is made when an expression first asks for it.</summary>
internal sealed class PolicyVariables(AdmissionAttributes attributes) : ICelVariables
{
    private readonly Dictionary<string, CelValue> _made = new(StringComparer.Ordinal);

    public bool TryGet(string name, [MaybeNullWhen(false)] out CelValue value)
    {
        if (_made.TryGetValue(name, out value)) return true;
        value = name switch
        {
            "object" => Of(attributes.Object),
            "oldObject" => Of(attributes.OldObject),
            "namespaceObject" => attributes.Namespace.Length == 0 ? CelNull.Value : Of(attributes.Context.Objects.Get<Namespace>("", attributes.Namespace)),
            "request" => Request(),
            _ => null,
        };
        if (value is not null) _made[name] = value;
        return value is not null;
    }

    /// <summary>The variables of a policy with one of its parameters.</summary>
    public ICelVariables With(PolicyExpressions expressions, IKubernetesObject? parameter) => new Scope(this, expressions, Of(parameter));

    private static CelValue Of(IKind? value) => value is null ? CelNull.Value : JsonValue.Of(value.ToJson());

    private CelMap Request()
    {
        var (kind, resource) = (attributes.Resource.Gvk, attributes.Resource.Gvr);
        var kindMap = Map(("group", kind.Group), ("version", kind.Version), ("kind", kind.Kind));
        var resourceMap = Map(("group", resource.Group), ("version", resource.Version), ("resource", resource.Resource));
        return Map(
            ("kind", kindMap), ("resource", resourceMap), ("subResource", attributes.Subresource),
            ("requestKind", kindMap), ("requestResource", resourceMap), ("requestSubResource", attributes.Subresource),
            ("name", attributes.Name), ("namespace", attributes.Namespace), ("operation", PolicyMatch.NameOf(attributes.Operation)),
            ("userInfo", User(attributes.User)), ("dryRun", attributes.DryRun));
    }

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

    private sealed class Scope(PolicyVariables request, PolicyExpressions expressions, CelValue parameter) : CelMap, ICelVariables
    {
        private readonly Dictionary<string, CelValue> _known = new(StringComparer.Ordinal);

        public override int Count => expressions.Variables.Count;

        public override IEnumerable<CelValue> Keys => expressions.Variables.Keys.Select(name => (CelValue)name);

        public bool TryGet(string name, [MaybeNullWhen(false)] out CelValue value)
        {
            value = name switch
            {
                "params" => parameter,
                "variables" => this,
                _ => null,
            };
            return value is not null || request.TryGet(name, out value);
        }

        /// <summary>The variables of the policy, worked out when they are first used; one may refer to those before it.</summary>
        public override bool TryGet(CelValue key, [MaybeNullWhen(false)] out CelValue value)
        {
            value = null;
            if (key is not CelString { Value: var name } || !expressions.Variables.TryGetValue(name, out var program)) return false;
            if (_known.TryGetValue(name, out value)) return true;
            _known[name] = new CelError($"variable {name} refers to itself");
            _known[name] = value = program.Evaluate(this);
            return true;
        }
    }
}
