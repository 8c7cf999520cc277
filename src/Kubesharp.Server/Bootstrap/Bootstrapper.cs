using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Rbac.V1;
using Kubesharp.Api.Scheduling.V1;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Rest;
using ServiceCIDR = Kubesharp.Api.Networking.V1.ServiceCIDR;

namespace Kubesharp.Server.Bootstrap;

/// <summary>Makes the objects every cluster has, and puts right what somebody changed in those that the server owns.</summary>
internal sealed class Bootstrapper(RestHandler rest, RestServices services, ResourceRegistry registry)
{
    private static readonly UserIdentity Self = new() { Name = "system:apiserver", Groups = [UserIdentity.MastersGroup] };

    /// <summary>Does the work; safe to repeat.</summary>
    public async Task RunAsync(ClusterObjects cluster, CancellationToken cancellationToken)
    {
        // The store commits what waits together, so everything without an order among itself is sent at once.
        await Task.WhenAll(((string[])["default", "kube-system", "kube-public", "kube-node-lease"])
            .Select(name => EnsureAsync(new Namespace { Metadata = new ObjectMeta { Name = name } }, null, cancellationToken))).ConfigureAwait(false);
        await Task.WhenAll(
        [
            .. AggregatedRoles().Select(role => EnsureAsync(role, MergeRole, cancellationToken)),
            .. DefaultRbac.ClusterRoleBindings().Select(binding => EnsureAsync(binding, MergeBinding, cancellationToken)),
            .. DefaultRbac.Roles().Select(role => EnsureAsync(role, null, cancellationToken)),
            .. DefaultRbac.RoleBindings().Select(binding => EnsureAsync(binding, null, cancellationToken)),
            .. cluster.PriorityClasses.Select(priority => EnsureAsync(priority, null, cancellationToken)),
            .. FlowControlObjects.PriorityLevels().Select(level => EnsureAsync(level, null, cancellationToken)),
            .. FlowControlObjects.FlowSchemas().Select(schema => EnsureAsync(schema, null, cancellationToken)),
            .. LocalApiServices.Of(registry).Select(service => EnsureAsync(service, null, cancellationToken)),
            EnsureReadyAsync(cluster.ServiceCidr, cancellationToken),
            EnsureAsync(ClusterObjects.TokenTracking(services.Time.GetUtcNow()), ClusterObjects.MergeTokenTracking, cancellationToken),
            EnsureAsync(cluster.Service, null, cancellationToken),
            EnsureAsync(cluster.EndpointSlice, (old, wanted) => old with { Endpoints = wanted.Endpoints, Ports = wanted.Ports }, cancellationToken),
            EnsureAsync(cluster.Endpoints, (old, wanted) => old with { Subsets = wanted.Subsets }, cancellationToken),
        ]).ConfigureAwait(false);
    }

    /// <summary>The default roles, with the rules of those they aggregate.</summary>
    private static IEnumerable<ClusterRole> AggregatedRoles()
    {
        var roles = DefaultRbac.ClusterRoles().ToDictionary(role => role.Metadata.Name);
        foreach (var role in roles.Values.ToList()) yield return role with { Rules = RulesOf(role, roles) };
    }

    private static ValueList<PolicyRule> RulesOf(ClusterRole role, Dictionary<string, ClusterRole> roles)
    {
        if (role.AggregationRule is not { } aggregation) return role.Rules;
        var rules = new List<PolicyRule>();
        foreach (var selector in aggregation.ClusterRoleSelectors)
        {
            var matcher = Api.Selectors.Selector.From(selector);
            foreach (var source in roles.Values.Where(r => r != role && matcher.Matches(r.Metadata.Labels)).OrderBy(r => r.Metadata.Name, StringComparer.Ordinal))
                foreach (var rule in RulesOf(source, roles))
                    if (!rules.Contains(rule))
                        rules.Add(rule);
        }

        return rules.ToValueList();
    }

    /// <summary>Adds the rules that a default role has lost; rules that users added stay.</summary>
    private static ClusterRole MergeRole(ClusterRole old, ClusterRole wanted)
    {
        if (old.Metadata.Annotations.Get("rbac.authorization.kubernetes.io/autoupdate") == "false") return old;
        var missing = wanted.Rules.Where(rule => !old.Rules.Contains(rule)).ToList();
        return missing.Count == 0 ? old : old with { Rules = old.Rules.Concat(missing).ToValueList() };
    }

    private static ClusterRoleBinding MergeBinding(ClusterRoleBinding old, ClusterRoleBinding wanted)
    {
        if (old.Metadata.Annotations.Get("rbac.authorization.kubernetes.io/autoupdate") == "false" || old.RoleRef != wanted.RoleRef) return old;
        var missing = wanted.Subjects.Where(subject => !old.Subjects.Contains(subject)).ToList();
        return missing.Count == 0 ? old : old with { Subjects = old.Subjects.Concat(missing).ToValueList() };
    }

    private async Task EnsureReadyAsync(ServiceCIDR wanted, CancellationToken cancellationToken)
    {
        await EnsureAsync(wanted, null, cancellationToken).ConfigureAwait(false);
        var target = rest.TargetOf(registry.Find("networking.k8s.io", "v1", "servicecidrs")!);
        var context = new RequestContext { User = Self, Time = services.Time, Objects = services.Stores };
        var update = new ObjectUpdate { Subresource = "status", Change = (_, current, _) => ValueTask.FromResult<IKubernetesObject>(Ready((ServiceCIDR)current)), Manager = "kube-apiserver", IsPatch = true };
        await rest.Writer.UpdateAsync(target, "", wanted.Metadata.Name, update, context, cancellationToken).ConfigureAwait(false);
    }

    private ServiceCIDR Ready(ServiceCIDR cidr)
    {
        if (cidr.Status.Conditions.Any(condition => condition is { Type: "Ready", Status: "True" })) return cidr;
        var ready = new Condition { Type = "Ready", Status = "True", Message = "Kubernetes default Service CIDR is ready", LastTransitionTime = services.Time.GetUtcNow() };
        return cidr with { Status = cidr.Status with { Conditions = [.. cidr.Status.Conditions.Where(condition => condition.Type != "Ready"), ready] } };
    }

    private async Task EnsureAsync<T>(T wanted, Func<T, T, T>? merge, CancellationToken cancellationToken)
        where T : class, IResource<T>
    {
        var target = rest.TargetOf(registry.Find(T.Gvk.Group, T.Gvk.Version, T.Resource.Gvr.Resource)!);
        var context = new RequestContext { User = Self, Time = services.Time, Objects = services.Stores, Namespace = wanted.Metadata.Namespace };
        var found = target.Storage.Find(wanted.Metadata.Namespace, wanted.Metadata.Name);
        if (found is null)
        {
            var value = target.Strategy.DefaultObject(wanted);
            await rest.Writer.CreateAsync(target, value, context, "kube-apiserver", cancellationToken).ConfigureAwait(false);
            return;
        }

        if (merge is null) return;
        var old = (T)target.Storage.TypedOf(found);
        if (merge(old, wanted).Equals(old)) return;
        var update = new ObjectUpdate { Change = (_, current, _) => ValueTask.FromResult<IKubernetesObject>(merge((T)current, wanted)), Manager = "kube-apiserver", IsPatch = true };
        await rest.Writer.UpdateAsync(target, wanted.Metadata.Namespace, wanted.Metadata.Name, update, context, cancellationToken).ConfigureAwait(false);
    }
}
