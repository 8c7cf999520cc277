namespace Kubesharp.Api.Core.V1;

/// <summary>Label keys with a fixed meaning.</summary>
public static class WellKnownLabels
{
    public const string Hostname = "kubernetes.io/hostname";
    public const string Os = "kubernetes.io/os";
    public const string Arch = "kubernetes.io/arch";
    public const string Zone = "topology.kubernetes.io/zone";
    public const string Region = "topology.kubernetes.io/region";
    public const string InstanceType = "node.kubernetes.io/instance-type";
    public const string ControlPlaneRole = "node-role.kubernetes.io/control-plane";
    public const string ExcludeFromLoadBalancers = "node.kubernetes.io/exclude-from-external-load-balancers";
    public const string NamespaceName = "kubernetes.io/metadata.name";
    public const string ServiceName = "kubernetes.io/service-name";
    public const string ServiceProxyName = "service.kubernetes.io/service-proxy-name";
    public const string Headless = "service.kubernetes.io/headless";
    public const string EndpointSliceManagedBy = "endpointslice.kubernetes.io/managed-by";
    public const string SkipMirror = "endpointslice.kubernetes.io/skip-mirror";
    public const string PodTemplateHash = "pod-template-hash";
    public const string ControllerRevisionHash = "controller-revision-hash";
    public const string StatefulSetPodName = "statefulset.kubernetes.io/pod-name";
    public const string PodIndex = "apps.kubernetes.io/pod-index";
    public const string JobName = "batch.kubernetes.io/job-name";
    public const string JobControllerUid = "batch.kubernetes.io/controller-uid";
    public const string LegacyJobName = "job-name";
    public const string LegacyJobControllerUid = "controller-uid";
}

/// <summary>Annotation keys with a fixed meaning.</summary>
public static class WellKnownAnnotations
{
    public const string ConfigMirror = "kubernetes.io/config.mirror";
    public const string ConfigSource = "kubernetes.io/config.source";
    public const string ConfigHash = "kubernetes.io/config.hash";
    public const string LastAppliedConfiguration = "kubectl.kubernetes.io/last-applied-configuration";
    public const string DefaultContainer = "kubectl.kubernetes.io/default-container";
    public const string DeploymentRevision = "deployment.kubernetes.io/revision";
    public const string ServiceAccountName = "kubernetes.io/service-account.name";
    public const string ServiceAccountUid = "kubernetes.io/service-account.uid";
    public const string EndpointsLastChangeTriggerTime = "endpoints.kubernetes.io/last-change-trigger-time";
    public const string EndpointsOverCapacity = "endpoints.kubernetes.io/over-capacity";
    public const string PodDeletionCost = "controller.kubernetes.io/pod-deletion-cost";
    public const string JobCompletionIndex = "batch.kubernetes.io/job-completion-index";
    public const string JobTracking = "batch.kubernetes.io/job-tracking";
    public const string NodeTtl = "node.alpha.kubernetes.io/ttl";
    public const string DefaultStorageClass = "storageclass.kubernetes.io/is-default-class";
    public const string DefaultIngressClass = "ingressclass.kubernetes.io/is-default-class";
    public const string AutoUpdate = "rbac.authorization.kubernetes.io/autoupdate";
}

/// <summary>Keys of the taints that say what ails a node.</summary>
public static class WellKnownTaints
{
    public const string NotReady = "node.kubernetes.io/not-ready";
    public const string Unreachable = "node.kubernetes.io/unreachable";
    public const string Unschedulable = "node.kubernetes.io/unschedulable";
    public const string MemoryPressure = "node.kubernetes.io/memory-pressure";
    public const string DiskPressure = "node.kubernetes.io/disk-pressure";
    public const string PidPressure = "node.kubernetes.io/pid-pressure";
    public const string NetworkUnavailable = "node.kubernetes.io/network-unavailable";
    public const string OutOfService = "node.kubernetes.io/out-of-service";
    public const string Uninitialized = "node.cloudprovider.kubernetes.io/uninitialized";
}
