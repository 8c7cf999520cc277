using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Cel;
using Kubesharp.Cel.Checking;
using Kubesharp.Server.Admission.Policies;
using Kubesharp.Server.Printers;

namespace Kubesharp.Server.Strategies.AdmissionRegistration;

/// <summary>What admission policies and their bindings, validating and mutating, have in common.</summary>
internal static class PolicyRules
{
    private const int MaxConditions = 64;

    private static readonly Dictionary<string, CelStaticType> NoTypes = [];

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
        path = path.Child("paramKind");
        ApiVersion(kind.ApiVersion, path.Child("apiVersion"), errors);
        if (kind.Kind.Length == 0) errors.Required(path.Child("kind"));
        else if (Names.Dns1035Label(kind.Kind.ToLowerInvariant()) is { Length: > 0 } bad) errors.Invalid(path.Child("kind"), kind.Kind, $"may have mixed case, but should otherwise match: {string.Join(',', bad)}");
    }

    /// <summary>What a policy is about; it has to name resources.</summary>
    public static void Constraints(MatchResources? match, FieldPath path, ErrorList errors)
    {
        if (match is null) errors.Required(path.Child("matchConstraints"));
        Match(match, path.Child("matchConstraints"), errors);
        if (match is { ResourceRules.Count: 0 }) errors.Required(path.Child("matchConstraints").Child("resourceRules"));
    }

    /// <summary>What changes objects can only be about requests that bring some.</summary>
    public static void MutableOperations(MatchResources? match, FieldPath path, ErrorList errors)
    {
        foreach (var rule in match?.ResourceRules ?? default)
        {
            foreach (var operation in rule.RuleWithOperations.Operations)
            {
                if (operation is not (OperationType.All or OperationType.CONNECT or OperationType.CREATE or OperationType.UPDATE))
                    errors.NotSupported(path.Child("resourceRules").Child("operations"), operation, "*", "CONNECT", "CREATE", "UPDATE");
            }
        }
    }

    public static void Match(MatchResources? match, FieldPath path, ErrorList errors)
    {
        if (match is null) return;
        Check.OptionalOneOf(errors, path, "matchPolicy", match.MatchPolicy, MatchPolicyType.Equivalent, MatchPolicyType.Exact);
        LabelSelectorValidator.Selector(match.NamespaceSelector, path.Child("namespaceSelector"), errors);
        LabelSelectorValidator.Selector(match.ObjectSelector, path.Child("objectSelector"), errors);
        for (var i = 0; i < match.ResourceRules.Count; i++) Rule(match.ResourceRules[i], path.Child("resourceRules").Index(i), errors);
        for (var i = 0; i < match.ExcludeResourceRules.Count; i++) Rule(match.ExcludeResourceRules[i], path.Child("excludeResourceRules").Index(i), errors);
    }

    public static void Conditions(ValueList<MatchCondition> conditions, bool parameters, FieldPath path, ErrorList errors)
    {
        if (conditions.Count > MaxConditions) errors.TooMany(path.Child("matchConditions"), conditions.Count, MaxConditions);
        for (var i = 0; i < conditions.Count; i++)
        {
            var at = path.Child("matchConditions").Index(i);
            if (conditions[i].Expression.AsSpan().Trim().IsEmpty) errors.Required(at.Child("expression"));
            else Compiles(PolicyEnvironment.For(parameters, variables: false), conditions[i].Expression.Trim(), at.Child("expression"), errors, "bool");
            if (conditions[i].Name.Length == 0) errors.Required(at.Child("name"));
            else Check.Rule(errors, at, "name", conditions[i].Name, Names.QualifiedName(conditions[i].Name));
            if (conditions[i].Name.Length > 0 && Check.IsRepeated(conditions.AsSpan(), i, static condition => condition.Name)) errors.Duplicate(at.Child("name"), conditions[i].Name);
        }
    }

    public static void Variables(ValueList<Variable> variables, bool parameters, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < variables.Count; i++)
        {
            var at = path.Child("variables").Index(i);
            if (variables[i].Name.AsSpan().Trim().IsEmpty) errors.Required(at.Child("name"), "name is not specified");
            else if (!CelEnvironment.IsIdentifier(variables[i].Name)) errors.Invalid(at.Child("name"), variables[i].Name, "name is not a valid CEL identifier");
            else if (Check.IsRepeated(variables.AsSpan(), i, static variable => variable.Name)) errors.Duplicate(at.Child("name"), variables[i].Name);
            Expression(PolicyEnvironment.For(parameters, variables: true), variables[i].Expression, at.Child("expression"), errors);
        }
    }

    public static void Expression(CelEnvironment environment, string expression, FieldPath path, ErrorList errors, params ReadOnlySpan<string> wanted)
    {
        if (expression.AsSpan().Trim().IsEmpty) errors.Required(path, "expression is not specified");
        else Compiles(environment, expression, path, errors, wanted);
    }

    /// <summary>An expression that can be compiled and does not evaluate to anything but the wanted types, as far as is known.</summary>
    public static void Compiles(CelEnvironment environment, string expression, FieldPath path, ErrorList errors, params ReadOnlySpan<string> wanted)
    {
        if (CelText.WhyMalformed(environment, expression) is { } problem)
        {
            errors.Invalid(path, expression, $"compilation failed: {problem}");
            return;
        }

        var type = TypeChecker.Check(expression, NoTypes, out _);
        if (wanted.Length == 0 || type.IsDyn) return;
        foreach (var name in wanted)
        {
            // Of lists it is not always known what they hold.
            if (name == type.Name || name.StartsWith(type.Name + "(", StringComparison.Ordinal)) return;
        }

        var names = wanted.Length == 1 ? wanted[0] : $"one of [{string.Join(' ', wanted)}]";
        errors.Invalid(path, expression, $"must evaluate to {names} but got {type}");
    }

    public static void Binding(string policy, ParamRef? reference, MatchResources? match, FieldPath path, ErrorList errors)
    {
        if (policy.Length == 0) errors.Required(path.Child("policyName"));
        else Check.Rule(errors, path, "policyName", policy, Names.Dns1123Subdomain(policy));
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

    private static void Rule(NamedRuleWithOperations named, FieldPath path, ErrorList errors)
    {
        for (var i = 0; i < named.ResourceNames.Count; i++)
        {
            var name = named.ResourceNames[i];
            if (Names.PathSegment(name) is { Length: > 0 } bad) errors.Invalid(path.Child("resourceNames").Index(i), name, bad);
            if (Check.IsRepeated(named.ResourceNames.AsSpan(), i, static one => one)) errors.Duplicate(path.Child("resourceNames").Index(i), name);
        }

        var (operations, rule) = (named.RuleWithOperations.Operations, named.RuleWithOperations.Rule);
        Any(operations, "operations", "operations", path, errors);
        for (var i = 0; i < operations.Count; i++)
        {
            if (operations[i] is not (OperationType.All or OperationType.CREATE or OperationType.UPDATE or OperationType.DELETE or OperationType.CONNECT))
                errors.NotSupported(path.Child("operations").Index(i), operations[i], "*", "CONNECT", "CREATE", "DELETE", "UPDATE");
        }

        Any(rule.ApiGroups, "apiGroups", "API groups", path, errors);
        Any(rule.ApiVersions, "apiVersions", "API versions", path, errors);
        for (var i = 0; i < rule.ApiVersions.Count; i++)
        {
            if (rule.ApiVersions[i].Length == 0) errors.Required(path.Child("apiVersions").Index(i));
        }

        Resources(rule.Resources, path.Child("resources"), errors);
        Check.OptionalOneOf(errors, path, "scope", rule.Scope, ScopeType.All, ScopeType.Cluster, ScopeType.Namespaced);
    }

    /// <summary>A list that names something, or everything.</summary>
    private static void Any(ValueList<string> values, string field, string what, FieldPath path, ErrorList errors)
    {
        if (values.Count == 0) errors.Required(path.Child(field));
        else if (values.Count > 1 && values.Contains("*")) errors.Invalid(path.Child(field), values, $"if '*' is present, must not specify other {what}");
    }

    private static void Resources(ValueList<string> resources, FieldPath path, ErrorList errors)
    {
        if (resources.Count == 0) errors.Required(path);
        bool hasAll = false, hasPlain = false;
        HashSet<string> allOf = [], allNamed = [];
        for (var i = 0; i < resources.Count; i++)
        {
            var resource = resources[i];
            if (resource.Length == 0)
            {
                errors.Required(path.Index(i));
                continue;
            }

            hasAll |= resource == "*";
            if (resource.IndexOf('/') is not (>= 0 and var slash))
            {
                hasPlain = resource != "*";
                continue;
            }

            var (main, sub) = (resource[..slash], resource[(slash + 1)..]);
            if (allOf.Contains(main)) errors.Invalid(path.Index(i), resource, $"if '{main}/*' is present, must not specify {resource}");
            if (allNamed.Contains(sub)) errors.Invalid(path.Index(i), resource, $"if '*/{sub}' is present, must not specify {resource}");
            if (sub == "*") allOf.Add(main);
            if (main == "*") allNamed.Add(sub);
        }

        if (resources.Count > 1 && resources.Contains("*/*")) errors.Invalid(path, resources, "if '*/*' is present, must not specify other resources");
        if (hasAll && hasPlain) errors.Invalid(path, resources, "if '*' is present, must not specify other resources without subresources");
    }

    private static void ApiVersion(string apiVersion, FieldPath path, ErrorList errors)
    {
        if (apiVersion.Length == 0)
        {
            errors.Required(path);
            return;
        }

        if (apiVersion.Count('/') > 1)
        {
            errors.Invalid(path, apiVersion, $"unexpected GroupVersion string: {apiVersion}");
            return;
        }

        var slash = apiVersion.IndexOf('/');
        var (group, version) = (slash < 0 ? "" : apiVersion[..slash], apiVersion[(slash + 1)..]);
        if (group.Length > 0 && Names.Dns1123Subdomain(group) is { Length: > 0 } badGroup) errors.Invalid(path, group, string.Join(',', badGroup));
        if (version.Length == 0) errors.Invalid(path, apiVersion, "version must be specified");
        else if (Names.Dns1035Label(version) is { Length: > 0 } badVersion) errors.Invalid(path, version, string.Join(',', badVersion));
    }

    private static void Reference(ParamRef reference, FieldPath path, ErrorList errors)
    {
        if (reference.Name.Length > 0) Check.Rule(errors, path, "name", reference.Name, Names.PathSegment(reference.Name));
        LabelSelectorValidator.Selector(reference.Selector, path.Child("selector"), errors);
        if (reference.Name.Length > 0 && reference.Selector is not null)
        {
            errors.Forbidden(path.Child("name"), "name and selector are mutually exclusive");
            errors.Forbidden(path.Child("selector"), "name and selector are mutually exclusive");
        }

        if (reference.Name.Length == 0 && reference.Selector is null) errors.Required(path, "one of name or selector must be specified");
        Check.OneOf(errors, path, "parameterNotFoundAction", reference.ParameterNotFoundAction ?? "", ParameterNotFoundActionType.Deny, ParameterNotFoundActionType.Allow);
    }
}
