using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Admission.Policies;
using Kubesharp.Server.Printers;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

/// <summary>What admission policies and their bindings, validating and mutating, have in common.</summary>
internal static class PolicyRules
{
    private const int MaxConditions = 64;

    public static TableColumn[] BindingColumns { get; } =
        [Cells.Name, new("PolicyName", Description: "Policy that is bound."), new("ParamRef", Description: "Objects with the parameters."), Cells.Age];

    public static TableColumn ParamKindColumn { get; } = new("ParamKind", Description: "Kind of the parameters.");

    public static MatchResources? Default(MatchResources? match)
    {
        if (match is null) return null;
        var (rules, excluded) = (match.ResourceRules.Map(Default), match.ExcludeResourceRules.Map(Default));
        if (rules.IsSame(match.ResourceRules) && excluded.IsSame(match.ExcludeResourceRules) && match is { MatchPolicy: not null, NamespaceSelector: not null, ObjectSelector: not null }) return match;
        return match with
        {
            ResourceRules = rules,
            ExcludeResourceRules = excluded,
            MatchPolicy = match.MatchPolicy ?? MatchPolicyType.Equivalent,
            NamespaceSelector = match.NamespaceSelector ?? new(),
            ObjectSelector = match.ObjectSelector ?? new(),
        };
    }

    public static void FailurePolicy(string? policy, FieldPath path, ErrorList errors) =>
        Check.OneOf(errors, path, "failurePolicy", policy ?? "", FailurePolicyType.Fail, FailurePolicyType.Ignore);

    public static void Kind(ParamKind? kind, FieldPath path, ErrorList errors)
    {
        if (kind is null) return;
        Check.Required(errors, path.Child("paramKind"), "apiVersion", kind.ApiVersion);
        Check.Required(errors, path.Child("paramKind"), "kind", kind.Kind);
    }

    /// <summary>What a policy is about; it has to name resources.</summary>
    public static void Constraints(MatchResources? match, FieldPath path, ErrorList errors)
    {
        if (match is null) errors.Required(path.Child("matchConstraints"));
        else if (match.ResourceRules.Count == 0) errors.Required(path.Child("matchConstraints").Child("resourceRules"));
        Match(match, path.Child("matchConstraints"), errors);
    }

    public static void Match(MatchResources? match, FieldPath path, ErrorList errors)
    {
        if (match is null) return;
        Check.OptionalOneOf(errors, path, "matchPolicy", match.MatchPolicy, MatchPolicyType.Equivalent, MatchPolicyType.Exact);
        LabelSelectorValidator.Selector(match.NamespaceSelector, path.Child("namespaceSelector"), errors);
        LabelSelectorValidator.Selector(match.ObjectSelector, path.Child("objectSelector"), errors);
        for (var i = 0; i < match.ResourceRules.Count; i++) Rule(match.ResourceRules[i].RuleWithOperations, path.Child("resourceRules").Index(i), errors);
        for (var i = 0; i < match.ExcludeResourceRules.Count; i++) Rule(match.ExcludeResourceRules[i].RuleWithOperations, path.Child("excludeResourceRules").Index(i), errors);
    }

    public static void Conditions(ValueList<MatchCondition> conditions, FieldPath path, ErrorList errors)
    {
        if (conditions.Count > MaxConditions) errors.TooMany(path.Child("matchConditions"), conditions.Count, MaxConditions);
        for (var i = 0; i < conditions.Count; i++)
        {
            var at = path.Child("matchConditions").Index(i);
            if (conditions[i].Name.Length == 0) errors.Required(at.Child("name"));
            else Check.Rule(errors, at, "name", conditions[i].Name, Names.QualifiedName(conditions[i].Name));
            Expression(conditions[i].Expression, at.Child("expression"), errors);
        }
    }

    public static void Variables(ValueList<Variable> variables, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            var at = path.Child("variables").Index(i);
            if (variables[i].Name.Length == 0) errors.Required(at.Child("name"), "name is not specified");
            else if (Check.IsRepeated(variables.AsSpan(), i, static variable => variable.Name)) errors.Duplicate(at.Child("name"), variables[i].Name);
            Expression(variables[i].Expression, at.Child("expression"), errors);
        }
    }

    public static void Expression(string expression, FieldPath path, ErrorList errors)
    {
        if (expression.AsSpan().Trim().IsEmpty) errors.Required(path, "expression is not specified");
        else Compiles(expression, path, errors);
    }

    public static void Compiles(string expression, FieldPath path, ErrorList errors)
    {
        if (CelText.WhyMalformed(PolicyExpressions.Environment, expression) is { } problem) errors.Invalid(path, expression, $"compilation failed: {problem}");
    }

    public static void Binding(string policy, ParamRef? reference, MatchResources? match, FieldPath path, ErrorList errors)
    {
        Check.Required(errors, path, "policyName", policy);
        if (reference is not null) Reference(reference, path.Child("paramRef"), errors);
        Match(match, path.Child("matchResources"), errors);
    }

    /// <summary>The kind of the parameters as tables show it.</summary>
    public static string Text(ParamKind? kind) => kind is null ? Cells.Unset : $"{kind.ApiVersion}/{kind.Kind}";

    public static void WriteBinding(string name, string policy, ParamRef? reference, DateTimeOffset created, TableRowBuilder row)
    {
        row.Text(name);
        row.Text(policy);
        row.Text(reference switch
        {
            null => Cells.Unset,
            { Name: "" } => Cells.SelectorText(reference.Selector),
            { Namespace: "" } => $"*/{reference.Name}",
            _ => $"{reference.Namespace}/{reference.Name}",
        });
        row.Age(created);
    }

    private static NamedRuleWithOperations Default(NamedRuleWithOperations named)
    {
        var rule = WebhookDefaults.Rule(named.RuleWithOperations);
        return ReferenceEquals(rule, named.RuleWithOperations) ? named : named with { RuleWithOperations = rule };
    }

    private static void Rule(RuleWithOperations rule, FieldPath path, ErrorList errors)
    {
        if (rule.Operations.Count == 0) errors.Required(path.Child("operations"));
        for (var i = 0; i < rule.Operations.Count; i++)
        {
            if (rule.Operations[i] is not (OperationType.All or OperationType.CREATE or OperationType.UPDATE or OperationType.DELETE or OperationType.CONNECT))
                errors.NotSupported(path.Child("operations").Index(i), rule.Operations[i], "*", "CONNECT", "CREATE", "DELETE", "UPDATE");
        }

        if (rule.Rule.ApiGroups.Count == 0) errors.Required(path.Child("apiGroups"));
        if (rule.Rule.ApiVersions.Count == 0) errors.Required(path.Child("apiVersions"));
        if (rule.Rule.Resources.Count == 0) errors.Required(path.Child("resources"));
        Check.OptionalOneOf(errors, path, "scope", rule.Rule.Scope, ScopeType.All, ScopeType.Cluster, ScopeType.Namespaced);
    }

    private static void Reference(ParamRef reference, FieldPath path, ErrorList errors)
    {
        if (reference.Name.Length > 0 && reference.Selector is not null)
        {
            errors.Forbidden(path.Child("name"), "name and selector are mutually exclusive");
            errors.Forbidden(path.Child("selector"), "name and selector are mutually exclusive");
        }

        if (reference.Name.Length == 0 && reference.Selector is null) errors.Required(path, "one of name or selector must be specified");
        Check.OneOf(errors, path, "parameterNotFoundAction", reference.ParameterNotFoundAction ?? "", ParameterNotFoundActionType.Deny, ParameterNotFoundActionType.Allow);
    }
}
