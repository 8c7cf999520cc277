using Kubesharp.Cel;
using Kubesharp.Cel.Values;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>The conditions under which a policy has something to say.</summary>
internal sealed class PolicyConditions(CelProgram[] conditions)
{
    /// <summary>Whether all of them hold. One that does not hold decides, whatever becomes of the others.</summary>
    /// <param name="scope">What they refer to.</param>
    /// <param name="problem">Why it cannot be told; null when it can.</param>
    public bool Hold(PolicyScope scope, out string? problem)
    {
        var budget = new CostBudget(CostBudget.OfConditions);
        var problems = new List<string>();
        foreach (var condition in conditions)
        {
            switch (budget.Evaluate(condition, scope))
            {
                case null:
                    problem = CostBudget.Exceeded;
                    return false;
                case CelBool { Value: true }:
                    continue;
                case CelBool:
                    problem = null;
                    return false;
                case var failed:
                    problems.Add(Describe(condition, failed));
                    break;
            }
        }

        problem = problems.Count switch
        {
            0 => null,
            1 => problems[0],
            _ => $"[{string.Join(", ", problems)}]",
        };
        return problem is null;
    }

    /// <summary>What to say of an expression that gave no answer, or one of the wrong type.</summary>
    public static string Describe(CelProgram expression, CelValue result, string wanted = "bool") =>
        $"expression '{expression.Source}' resulted in error: {(result is CelError error ? error.Message : $"expression does not evaluate to a {wanted}")}";
}
