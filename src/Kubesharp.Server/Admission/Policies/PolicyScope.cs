using System.Diagnostics.CodeAnalysis;
using Kubesharp.Cel;
using Kubesharp.Cel.Values;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>What the expressions of a policy see: the request, a parameter, and the variables of the policy, worked out when they are first used.</summary>
/// <param name="request">The request.</param>
/// <param name="variables">The variables of the policy; one may refer to those before it.</param>
/// <param name="parameter">The parameter, or null.</param>
internal sealed class PolicyScope(PolicyVariables request, IReadOnlyDictionary<string, CelProgram> variables, CelValue parameter) : CelMap, ICelVariables
{
    private readonly Dictionary<string, CelValue> _known = new(StringComparer.Ordinal);
    private long _cost;

    public override int Count => variables.Count;

    public override IEnumerable<CelValue> Keys => variables.Keys.Select(name => (CelValue)name);

    /// <summary>What variables cost since this was last asked.</summary>
    public long TakeCost()
    {
        var cost = _cost;
        _cost = 0;
        return cost;
    }

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

    public override bool TryGet(CelValue key, [MaybeNullWhen(false)] out CelValue value)
    {
        value = null;
        if (key is not CelString { Value: var name } || !variables.TryGetValue(name, out var program)) return false;
        if (_known.TryGetValue(name, out value)) return true;
        _known[name] = new CelError($"variable {name} refers to itself");
        _known[name] = value = program.Evaluate(this, CelProgram.PerCallLimit, out var cost);
        _cost += cost;
        return true;
    }
}
