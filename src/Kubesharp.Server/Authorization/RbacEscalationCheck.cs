using System.Text;
using Kubesharp.Api;
using Kubesharp.Api.Rbac.V1;
using Kubesharp.Server.Admission;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Authorization;

/// <summary>Nobody may grant rights that they do not have themselves, unless they may <c>escalate</c> roles or <c>bind</c> them.</summary>
internal sealed class RbacEscalationCheck(RbacAuthorizer rbac, IAuthorizer authorizer, IObjectReader objects) : IValidatingAdmissionPlugin
{
    private const string Group = "rbac.authorization.k8s.io";

    public string Name => "RBACEscalation";

    public bool Handles(AdmissionOperation operation, GroupVersionResource resource, string subresource) =>
        resource.Group == Group && subresource.Length == 0 && operation is AdmissionOperation.Create or AdmissionOperation.Update && resource.Group == Group;

    public ValueTask ValidateAsync(AdmissionAttributes attributes, CancellationToken cancellationToken)
    {
        var user = attributes.User;
        if (user.Groups.Contains(UserIdentity.MastersGroup)) return ValueTask.CompletedTask;
        switch (attributes.Object, attributes.OldObject)
        {
            case (ClusterRole role, var old) when old is not ClusterRole before || before.Rules != role.Rules:
                CheckRole(attributes, role.Rules, "clusterroles", "");
                break;
            case (Role role, var old) when old is not Role before || before.Rules != role.Rules:
                CheckRole(attributes, role.Rules, "roles", role.Metadata.Namespace);
                break;
            case (ClusterRoleBinding binding, var old) when old is not ClusterRoleBinding before || before.Subjects != binding.Subjects:
                CheckBinding(attributes, binding.RoleRef, "");
                break;
            case (RoleBinding binding, var old) when old is not RoleBinding before || before.Subjects != binding.Subjects:
                CheckBinding(attributes, binding.RoleRef, binding.Metadata.Namespace);
                break;
        }

        return ValueTask.CompletedTask;
    }

    private void CheckRole(AdmissionAttributes attributes, ValueList<PolicyRule> rules, string resource, string ns)
    {
        if (May(attributes.User, "escalate", resource, ns, attributes.Name)) return;
        Require(attributes, rules, ns);
    }

    private void CheckBinding(AdmissionAttributes attributes, RoleRef reference, string ns)
    {
        var isRole = reference.Kind == "Role";
        if (May(attributes.User, "bind", isRole ? "roles" : "clusterroles", isRole ? ns : "", reference.Name)) return;
        var rules = isRole
            ? objects.Get<Role>(ns, reference.Name)?.Rules ?? throw StatusErrors.NotFound(Role.Resource.Gvr, reference.Name)
            : objects.Get<ClusterRole>("", reference.Name)?.Rules ?? throw StatusErrors.NotFound(ClusterRole.Resource.Gvr, reference.Name);
        Require(attributes, rules, ns);
    }

    private bool May(UserIdentity user, string verb, string resource, string ns, string name) => authorizer.Authorize(
        new AuthorizationAttributes
        {
            User = user,
            Verb = verb,
            IsResourceRequest = true,
            Path = "",
            Group = Group,
            Resource = resource,
            Subresource = "",
            Name = name,
            Namespace = ns,
        },
        out _);

    private void Require(AdmissionAttributes attributes, ValueList<PolicyRule> rules, string ns)
    {
        var held = rbac.Index.Of(attributes.User).Where(g => g.Namespace.Length == 0 || g.Namespace == ns).SelectMany(g => g.Rules).ToList();
        var missing = rules.SelectMany(Single).Where(rule => !held.Exists(have => Covers(have, rule))).ToList();
        if (missing.Count == 0) return;
        var groups = string.Join(' ', attributes.User.Groups.Select(g => GoText.Quote(g)));
        var text = new StringBuilder($"user {GoText.Quote(attributes.User.Name)} (groups=[{groups}]) is attempting to grant RBAC permissions not currently held:");
        foreach (var rule in missing) text.Append('\n').Append(Describe(rule));
        throw StatusErrors.Forbidden(attributes.Resource.Gvr, attributes.Name, text.ToString());
    }

    /// <summary>The rule as rules with one verb and one resource or path each.</summary>
    private static IEnumerable<PolicyRule> Single(PolicyRule rule) =>
        from verb in rule.Verbs
        from single in (from path in rule.NonResourceURLs select new PolicyRule { Verbs = [verb], NonResourceURLs = [path] })
            .Concat(from grp in rule.ApiGroups from resource in rule.Resources select new PolicyRule { Verbs = [verb], ApiGroups = [grp], Resources = [resource], ResourceNames = rule.ResourceNames })
        select single;

    private static bool Covers(PolicyRule have, PolicyRule wanted)
    {
        if (!have.Verbs.Contains("*") && !have.Verbs.Contains(wanted.Verbs[0])) return false;
        if (wanted.NonResourceURLs.Count > 0)
        {
            var path = wanted.NonResourceURLs[0];
            return have.NonResourceURLs.Any(p => p == "*" || p == path || (p.EndsWith('*') && path.StartsWith(p[..^1], StringComparison.Ordinal)));
        }

        if (!have.ApiGroups.Contains("*") && !have.ApiGroups.Contains(wanted.ApiGroups[0])) return false;
        var resource = wanted.Resources[0];
        var slash = resource.IndexOf('/');
        if (!have.Resources.Contains("*") && !have.Resources.Contains(resource) && (slash < 0 || !have.Resources.Contains("*" + resource[slash..]))) return false;
        return have.ResourceNames.Count == 0 || (wanted.ResourceNames.Count > 0 && wanted.ResourceNames.All(have.ResourceNames.Contains));
    }

    private static string Describe(PolicyRule rule)
    {
        var parts = new List<string>();
        if (rule.ApiGroups.Count > 0) parts.Add($"APIGroups:[{GoText.Quote(rule.ApiGroups[0])}]");
        if (rule.Resources.Count > 0) parts.Add($"Resources:[{GoText.Quote(rule.Resources[0])}]");
        if (rule.ResourceNames.Count > 0) parts.Add($"ResourceNames:[{string.Join(' ', rule.ResourceNames.Select(n => GoText.Quote(n)))}]");
        if (rule.NonResourceURLs.Count > 0) parts.Add($"NonResourceURLs:[{GoText.Quote(rule.NonResourceURLs[0])}]");
        parts.Add($"Verbs:[{GoText.Quote(rule.Verbs[0])}]");
        return "{" + string.Join(", ", parts) + "}";
    }
}
