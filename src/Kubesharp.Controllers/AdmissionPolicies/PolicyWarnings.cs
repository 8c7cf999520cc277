using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Cel;
using Kubesharp.Cel.Checking;

namespace Kubesharp.Controllers.AdmissionPolicies;

/// <summary>What cannot go well in the expressions of a policy, for each of the kinds it is about.</summary>
internal static class PolicyWarnings
{
    public static ValueList<ExpressionWarning> Of(ValidatingAdmissionPolicySpec spec, IReadOnlyList<GroupVersionKind> kinds)
    {
        var known = kinds
            .Select(kind => (Kind: kind, KindTable.Find(kind.ApiVersion, kind.Kind)?.Schema))
            .Where(static one => one.Schema is not null)
            .Select(one => (one.Kind, Types: PolicyTypes.For(spec, one.Schema!)))
            .ToList();
        var warnings = new List<ExpressionWarning>();
        for (var i = 0; i < spec.Validations.Count; i++)
        {
            Check(spec.Validations[i].Expression, $"spec.validations[{i}].expression");
            if (spec.Validations[i].MessageExpression.Length > 0) Check(spec.Validations[i].MessageExpression, $"spec.validations[{i}].messageExpression");
        }

        return warnings.ToValueList();

        void Check(string expression, string field)
        {
            var texts = known.Select(one => Problems(expression, one.Types) is { Length: > 0 } problems ? $"{one.Kind}: {problems}\n" : "").Where(static text => text.Length > 0).ToList();
            if (texts.Count > 0) warnings.Add(new ExpressionWarning { FieldRef = field, Warning = string.Join('\n', texts) });
        }
    }

    private static string Problems(string expression, IReadOnlyDictionary<string, CelStaticType> types)
    {
        try
        {
            TypeChecker.Check(expression, types, out var problems);
            return string.Join('\n', problems.Select(problem => problem.Describe(expression)));
        }
        catch (CelException e)
        {
            return e.Describe(expression);
        }
    }
}
