using Kubesharp.Api.Validation;
using Kubesharp.Server.Admission.Policies;
using Kubesharp.Server.Requests;

namespace Kubesharp.Server.Admission;

/// <summary>The admission plugins in the order they are asked.</summary>
internal static class AdmissionPlugins
{
    /// <summary>Makes the plugins of a server.</summary>
    /// <param name="objects">What is stored.</param>
    /// <param name="policies">What policies work with.</param>
    /// <param name="time">The clock.</param>
    /// <param name="random">Source of generated names.</param>
    public static IReadOnlyList<IAdmissionPlugin> Create(IObjectReader objects, PolicyServices policies, TimeProvider time, Random random) =>
    [
        new NamespaceLifecycle(objects),
        new LimitRanger(objects),
        new ServiceAccountAdmission(objects, time, new NameGenerator(random)),
        new NodeRestriction(objects),
        new TaintNodesByCondition(),
        new PriorityAdmission(objects),
        new DefaultTolerationSeconds(),
        new DefaultStorageClass(objects),
        new StorageObjectInUseProtection(),
        new RuntimeClassAdmission(objects),
        new DefaultIngressClass(objects),
        new PodTopologyLabels(objects),
        new MutatingAdmissionPolicies(policies),
        new ValidatingAdmissionPolicies(policies),
    ];
}
