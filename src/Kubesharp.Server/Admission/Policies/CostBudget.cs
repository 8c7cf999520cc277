using Kubesharp.Cel;
using Kubesharp.Cel.Values;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>What the expressions of one policy may cost together.</summary>
/// <param name="limit">The limit, in steps.</param>
internal sealed class CostBudget(long limit)
{
    /// <summary>The limit of the validations of a policy with one of its parameters; its mutations each have as much.</summary>
    public const long OfPolicy = 10_000_000;

    /// <summary>The limit of the conditions of a policy.</summary>
    public const long OfConditions = 2_500_000;

    public const string Exceeded = "validation failed due to running out of cost budget, no further validation rules will be run";

    private long _left = limit;

    /// <summary>Works an expression out; null when that is more than is left.</summary>
    public CelValue? Evaluate(CelProgram expression, PolicyScope scope)
    {
        var result = expression.Evaluate(scope, CelProgram.PerCallLimit, out var cost);
        _left -= cost + scope.TakeCost();
        return _left < 0 ? null : result;
    }
}
