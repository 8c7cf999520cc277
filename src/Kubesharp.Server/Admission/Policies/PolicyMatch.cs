using Kubesharp.Api;
using Kubesharp.Api.AdmissionRegistration.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Server.Strategies;

namespace Kubesharp.Server.Admission.Policies;

/// <summary>Which requests a policy or a binding is about.</summary>
internal sealed class PolicyMatch(PolicyKinds kinds)
{
    private const string Any = "*";

    public static string NameOf(AdmissionOperation operation) => operation switch
    {
        AdmissionOperation.Create => OperationType.CREATE,
        AdmissionOperation.Update => OperationType.UPDATE,
        AdmissionOperation.Delete => OperationType.DELETE,
        _ => OperationType.CONNECT,
    };

    /// <summary>Policies are not about themselves: nobody shall lock out those who would repair them.</summary>
    public static bool MayConcern(GroupVersionResource resource) =>
        resource is not
        {
            Group: "admissionregistration.k8s.io",
            Resource: "validatingadmissionpolicies" or "validatingadmissionpolicybindings" or "mutatingadmissionpolicies" or "mutatingadmissionpolicybindings",
        };

    /// <summary>
    /// The resource as which a request is meant, in the version the rules name, which may be another one than the request's; null when it
    /// is not meant. Without rules every resource is, without selectors every object.
    /// </summary>
    public ResourceInfo? Find(MatchResources? resources, AdmissionAttributes attributes)
    {
        if (resources is null) return attributes.Resource;
        if (Find(resources.ExcludeResourceRules, resources.MatchPolicy, attributes) is not null) return null;
        var found = resources.ResourceRules.Count == 0 ? attributes.Resource : Find(resources.ResourceRules, resources.MatchPolicy, attributes);
        return found is not null && NamespaceMatches(resources.NamespaceSelector, attributes) && ObjectMatches(resources.ObjectSelector, attributes) ? found : null;
    }

    private ResourceInfo? Find(ValueList<NamedRuleWithOperations> rules, string? policy, AdmissionAttributes attributes)
    {
        foreach (var rule in rules)
        {
            if (Matches(rule, attributes, attributes.Resource)) return attributes.Resource;
        }

        if (policy == MatchPolicyType.Exact) return null;
        foreach (var rule in rules)
        {
            if (kinds.EquivalentsOf(attributes.Resource).FirstOrDefault(other => Matches(rule, attributes, other)) is { } found) return found;
        }

        return null;
    }

    private static bool Matches(NamedRuleWithOperations named, AdmissionAttributes attributes, ResourceInfo resource)
    {
        var rule = named.RuleWithOperations.Rule;
        return Has(named.RuleWithOperations.Operations, NameOf(attributes.Operation))
            && Has(rule.ApiGroups, resource.Gvr.Group)
            && Has(rule.ApiVersions, resource.Gvr.Version)
            && rule.Resources.Any(pattern => IsResource(pattern, resource.Gvr.Resource, attributes.Subresource))
            && (rule.Scope is null or ScopeType.All || rule.Scope == (resource.Namespaced ? ScopeType.Namespaced : ScopeType.Cluster))
            && (named.ResourceNames.Count == 0 || named.ResourceNames.Contains(attributes.Name));
    }

    private static bool Has(ValueList<string> values, string value) => values.Contains(Any) || values.Contains(value);

    private static bool IsResource(string pattern, string resource, string subresource)
    {
        var slash = pattern.IndexOf('/');
        var (main, sub) = slash < 0 ? (pattern, "") : (pattern[..slash], pattern[(slash + 1)..]);
        return (main == Any || main == resource) && (sub == subresource || sub == Any);
    }

    private static bool NamespaceMatches(LabelSelector? selector, AdmissionAttributes attributes)
    {
        if (selector is null || LabelSelectorValidator.IsEmpty(selector)) return true;
        var home = attributes.Resource.Gvr is { Group: "", Resource: "namespaces" }
            ? (attributes.Object ?? attributes.OldObject) as Namespace
            : attributes.Context.Objects.Get<Namespace>("", attributes.Namespace);

        // Objects of no namespace are not told apart by namespaces.
        return home is null ? attributes.Namespace.Length == 0 : LabelSelectorValidator.Matches(selector, home.Metadata.Labels);
    }

    private static bool ObjectMatches(LabelSelector? selector, AdmissionAttributes attributes) =>
        selector is null || LabelSelectorValidator.IsEmpty(selector) || HasLabels(attributes.Object, selector) || HasLabels(attributes.OldObject, selector);

    private static bool HasLabels(IKind? value, LabelSelector selector) => value is IKubernetesObject known && LabelSelectorValidator.Matches(selector, known.Metadata.Labels);
}
