using Kubesharp.Api;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Strategies;
using Kubesharp.Server.Strategies.AdmissionRegistration;
using Kubesharp.Server.Strategies.ApiRegistration;
using Kubesharp.Server.Strategies.Apps;
using Kubesharp.Server.Strategies.Autoscaling;
using Kubesharp.Server.Strategies.Batch;
using Kubesharp.Server.Strategies.Certificates;
using Kubesharp.Server.Strategies.Coordination;
using Kubesharp.Server.Strategies.Core;
using Kubesharp.Server.Strategies.Devices;
using Kubesharp.Server.Strategies.Discovery;
using Kubesharp.Server.Strategies.Events;
using Kubesharp.Server.Strategies.FlowControl;
using Kubesharp.Server.Strategies.Networking;
using Kubesharp.Server.Strategies.NodeRuntime;
using Kubesharp.Server.Strategies.Policy;
using Kubesharp.Server.Strategies.Rbac;
using Kubesharp.Server.Strategies.Scheduling;
using Kubesharp.Server.Strategies.Storage;
using AdmissionRegistration = Kubesharp.Api.AdmissionRegistration;
using ApiExtensions = Kubesharp.Api.ApiExtensions;
using ApiRegistration = Kubesharp.Api.ApiRegistration;
using Apps = Kubesharp.Api.Apps;
using Autoscaling = Kubesharp.Api.Autoscaling;
using Batch = Kubesharp.Api.Batch;
using Certificates = Kubesharp.Api.Certificates;
using Coordination = Kubesharp.Api.Coordination;
using Core = Kubesharp.Api.Core;
using Events = Kubesharp.Api.Events;
using FlowControl = Kubesharp.Api.FlowControl;
using Networking = Kubesharp.Api.Networking;
using Node = Kubesharp.Api.Node;
using Policy = Kubesharp.Api.Policy;
using Rbac = Kubesharp.Api.Rbac;
using Resource = Kubesharp.Api.Resource;
using Scheduling = Kubesharp.Api.Scheduling;

namespace Kubesharp.Server.Registry;

/// <summary>Every built-in resource that is served, with its strategy, verbs and subresources, in the order discovery lists them.</summary>
public static class BuiltInResources
{
    private const Verbs ProxyVerbs = Verbs.Create | Verbs.Delete | Verbs.Get | Verbs.Patch | Verbs.Update;

    private static Subresource Scale { get; } = new("scale", new("autoscaling", "v1", "Scale"), Verbs.ReadWrite);

    /// <summary>Makes the list; strategies are objects of their own for each server.</summary>
    /// <param name="workloads">Whether groups of pods are served (scheduling.k8s.io/v1alpha2).</param>
    public static IReadOnlyList<ServedResource> Create(bool workloads = false) =>
    [
        // v1
        Virtual<Core.V1.Binding>(Verbs.Create),
        Virtual<Core.V1.ComponentStatus>(Verbs.Get | Verbs.List) with { Deprecation = "v1 ComponentStatus is deprecated in v1.19+" },
        Stored(new ConfigMapStrategy()),
        Stored(new EndpointsStrategy()) with { Deprecation = "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice" },
        Stored(new CoreEventStrategy()),
        Stored(new LimitRangeStrategy()),
        Stored(
            new NamespaceStrategy(), Verbs.All & ~Verbs.DeleteCollection,
            subresources: [new("finalize", new("", "v1", "Namespace"), Verbs.Update), Status<Core.V1.Namespace>()]),
        Stored(
            new NodeStrategy(),
            subresources: [new("proxy", new("", "v1", "NodeProxyOptions"), ProxyVerbs), Status<Core.V1.Node>()]),
        Stored(
            new PersistentVolumeClaimStrategy(),
            subresources: [Status<Core.V1.PersistentVolumeClaim>()]),
        Stored(
            new PersistentVolumeStrategy(),
            subresources: [Status<Core.V1.PersistentVolume>()]),
        Stored(
            new PodStrategy(workloads),
            subresources:
            [
                new("attach", new("", "v1", "PodAttachOptions"), Verbs.Create | Verbs.Get),
                new("binding", new("", "v1", "Binding"), Verbs.Create),
                new("ephemeralcontainers", new("", "v1", "Pod"), Verbs.ReadWrite),
                new("eviction", new("policy", "v1", "Eviction"), Verbs.Create),
                new("exec", new("", "v1", "PodExecOptions"), Verbs.Create | Verbs.Get),
                new("explain", new("kubesharp.io", "v1", "PodExplanation"), Verbs.Get, IsListed: false),
                new("log", new("", "v1", "Pod"), Verbs.Get),
                new("portforward", new("", "v1", "PodPortForwardOptions"), Verbs.Create | Verbs.Get),
                new("proxy", new("", "v1", "PodProxyOptions"), ProxyVerbs),
                new("resize", new("", "v1", "Pod"), Verbs.ReadWrite),
                Status<Core.V1.Pod>(),
            ]),
        Stored(new PodTemplateStrategy()),
        Stored(
            new ReplicationControllerStrategy(),
            subresources: [Scale, Status<Core.V1.ReplicationController>()]),
        Stored(
            new ResourceQuotaStrategy(),
            subresources: [Status<Core.V1.ResourceQuota>()]),
        Stored(new SecretStrategy()),
        Stored(
            new ServiceAccountStrategy(),
            subresources: [new("token", new("authentication.k8s.io", "v1", "TokenRequest"), Verbs.Create)]),
        Stored(
            new ServiceStrategy(),
            subresources: [new("proxy", new("", "v1", "ServiceProxyOptions"), ProxyVerbs), Status<Core.V1.Service>()]),

        // apiregistration.k8s.io/v1
        Stored(
            new APIServiceStrategy(),
            subresources: [Status<ApiRegistration.V1.APIService>()]),

        // apps/v1
        Stored(new ControllerRevisionStrategy()),
        Stored(
            new DaemonSetStrategy(),
            subresources: [Status<Apps.V1.DaemonSet>()]),
        Stored(
            new DeploymentStrategy(),
            subresources: [Scale, Status<Apps.V1.Deployment>()]),
        Stored(
            new ReplicaSetStrategy(),
            subresources: [Scale, Status<Apps.V1.ReplicaSet>()]),
        Stored(
            new StatefulSetStrategy(),
            subresources: [Scale, Status<Apps.V1.StatefulSet>()]),

        // events.k8s.io/v1
        Stored(new EventStrategy(), storedAs: Core.V1.Event.Gvk),

        // authentication.k8s.io/v1
        Virtual<Api.Authentication.V1.SelfSubjectReview>(Verbs.Create),
        Virtual<Api.Authentication.V1.TokenReview>(Verbs.Create),

        // authorization.k8s.io/v1
        Virtual<Api.Authorization.V1.LocalSubjectAccessReview>(Verbs.Create),
        Virtual<Api.Authorization.V1.SelfSubjectAccessReview>(Verbs.Create),
        Virtual<Api.Authorization.V1.SelfSubjectRulesReview>(Verbs.Create),
        Virtual<Api.Authorization.V1.SubjectAccessReview>(Verbs.Create),

        // autoscaling/v2
        Stored(
            new HorizontalPodAutoscalerStrategy(),
            subresources: [Status<Autoscaling.V2.HorizontalPodAutoscaler>()]),

        // autoscaling/v1
        Stored(
            new HorizontalPodAutoscalerV1Strategy(),
            subresources:
            [
                Status<Autoscaling.V1.HorizontalPodAutoscaler>(),
            ], storedAs: Autoscaling.V2.HorizontalPodAutoscaler.Gvk),

        // batch/v1
        Stored(
            new CronJobStrategy(),
            subresources: [Status<Batch.V1.CronJob>()]),
        Stored(
            new JobStrategy(),
            subresources: [Status<Batch.V1.Job>()]),

        // certificates.k8s.io/v1
        Stored(
            new CertificateSigningRequestStrategy(),
            subresources:
            [
                new("approval", new("certificates.k8s.io", "v1", "CertificateSigningRequest"), Verbs.ReadWrite),
                Status<Certificates.V1.CertificateSigningRequest>(),
            ]),

        // networking.k8s.io/v1
        Stored(new IngressClassStrategy()),
        Stored(
            new IngressStrategy(),
            subresources: [Status<Networking.V1.Ingress>()]),
        Stored(new IPAddressStrategy()),
        Stored(new NetworkPolicyStrategy()),
        Stored(
            new ServiceCIDRStrategy(),
            subresources: [Status<Networking.V1.ServiceCIDR>()]),

        // policy/v1
        Stored(
            new PodDisruptionBudgetStrategy(),
            subresources: [Status<Policy.V1.PodDisruptionBudget>()]),

        // rbac.authorization.k8s.io/v1
        Stored(new ClusterRoleBindingStrategy()),
        Stored(new ClusterRoleStrategy()),
        Stored(new RoleBindingStrategy()),
        Stored(new RoleStrategy()),

        // storage.k8s.io/v1
        Stored(new CSIDriverStrategy()),
        Stored(new CSINodeStrategy()),
        Stored(new CSIStorageCapacityStrategy()),
        Stored(new StorageClassStrategy()),
        Stored(
            new VolumeAttachmentStrategy(),
            subresources: [Status<Api.Storage.V1.VolumeAttachment>()]),
        Stored(new VolumeAttributesClassStrategy()),

        // admissionregistration.k8s.io/v1
        Stored(new MutatingAdmissionPolicyStrategy()),
        Stored(new MutatingAdmissionPolicyBindingStrategy()),
        Stored(new MutatingWebhookConfigurationStrategy()),
        Stored(
            new ValidatingAdmissionPolicyStrategy(),
            subresources: [Status<AdmissionRegistration.V1.ValidatingAdmissionPolicy>()]),
        Stored(new ValidatingAdmissionPolicyBindingStrategy()),
        Stored(new ValidatingWebhookConfigurationStrategy()),

        // apiextensions.k8s.io/v1
        Stored(
            new DefaultStrategy<ApiExtensions.V1.CustomResourceDefinition>((to, from) => to with { Status = from.Status }, tracksGeneration: true),
            subresources: [Status<ApiExtensions.V1.CustomResourceDefinition>()]),

        // scheduling.k8s.io/v1
        Stored(new PriorityClassStrategy()),

        // scheduling.k8s.io/v1alpha2
        .. workloads
            ? [Stored(new PodGroupStrategy(), subresources: [Status<Scheduling.V1Alpha2.PodGroup>()]), Stored(new DefaultStrategy<Scheduling.V1Alpha2.Workload>(tracksGeneration: true, showsAge: true))]
            : Array.Empty<ServedResource>(),

        // coordination.k8s.io/v1
        Stored(new LeaseStrategy()),

        // node.k8s.io/v1
        Stored(new RuntimeClassStrategy()),

        // discovery.k8s.io/v1
        Stored(new EndpointSliceStrategy()),

        // resource.k8s.io/v1
        Stored(new DeviceClassStrategy()),
        Stored(
            new ResourceClaimStrategy(),
            subresources: [Status<Resource.V1.ResourceClaim>()]),
        Stored(new ResourceClaimTemplateStrategy()),
        Stored(new ResourceSliceStrategy()),

        // flowcontrol.apiserver.k8s.io/v1
        Stored(
            new FlowSchemaStrategy(),
            subresources: [Status<FlowControl.V1.FlowSchema>()]),
        Stored(
            new PriorityLevelConfigurationStrategy(),
            subresources: [Status<FlowControl.V1.PriorityLevelConfiguration>()]),
    ];

    private static ServedResource Stored<T>(
        ResourceStrategy<T> strategy, Verbs verbs = Verbs.All, ValueList<Subresource> subresources = default, GroupVersionKind? storedAs = null)
        where T : class, IResource<T> =>
        new() { Info = T.Resource, Verbs = verbs, Subresources = subresources, Strategy = strategy, StoredAs = storedAs };

    private static ServedResource Virtual<T>(Verbs verbs)
        where T : class, IResource<T> =>
        new() { Info = T.Resource, Verbs = verbs };

    private static Subresource Status<T>()
        where T : class, IResource<T> =>
        new("status", T.Gvk, Verbs.ReadWrite);
}
