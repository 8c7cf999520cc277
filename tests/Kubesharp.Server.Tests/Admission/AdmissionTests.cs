using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Node.V1;
using Kubesharp.Api.Scheduling.V1;
using Kubesharp.Api.Storage.V1;
using Kubesharp.Server.Admission;
using Kubesharp.Server.Admission.Policies;
using Kubesharp.Server.Authorization;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Requests;
using Kubesharp.Server.Tests.Strategies;

namespace Kubesharp.Server.Tests.Admission;

public class AdmissionTests
{
    private static readonly Namespace DefaultNamespace = new() { Metadata = new() { Name = "default" }, Status = new() { Phase = "Active" } };
    private static readonly ServiceAccount DefaultAccount = new() { Metadata = new() { Name = "default", Namespace = "default" } };

    [Fact]
    public void Plugins_StandInUpstreamsOrder()
    {
        string[] upstream =
        [
            "NamespaceLifecycle", "LimitRanger", "ServiceAccount", "NodeRestriction", "TaintNodesByCondition", "PodSecurity", "Priority", "DefaultTolerationSeconds", "DefaultStorageClass",
            "StorageObjectInUseProtection", "PersistentVolumeClaimResize", "RuntimeClass", "DefaultIngressClass", "PodTopologyLabels", "MutatingAdmissionPolicy", "ValidatingAdmissionPolicy", "ResourceQuota",
        ];
        var objects = new FakeObjects();
        var policies = new PolicyServices(objects, new PolicyKinds(static () => new ResourceRegistry([])), new AllowsNothing());
        var ours = AdmissionPlugins.Create(objects, policies, TimeProvider.System, new Random(1)).Select(plugin => plugin.Name).ToList();
        Assert.Equal(upstream.Where(ours.Contains), ours);
    }

    [Fact]
    public async Task NamespaceLifecycle_UnknownNamespace_IsNotFound()
    {
        var error = await Assert.ThrowsAsync<StatusException>(() => Mutate(new NamespaceLifecycle(new FakeObjects()), Sample.Pod));
        Assert.Equal((404, "namespaces \"default\" not found"), (error.Code, error.Message));
    }

    [Fact]
    public async Task NamespaceLifecycle_TerminatingNamespace_TakesNothingNew()
    {
        var objects = new FakeObjects(DefaultNamespace with { Status = new() { Phase = "Terminating" } });
        var error = await Assert.ThrowsAsync<StatusException>(() => Mutate(new NamespaceLifecycle(objects), Sample.Pod));
        Assert.Equal("pods \"web\" is forbidden: unable to create new content in namespace default because it is being terminated", error.Message);
        Assert.True(error.HasCause("NamespaceTerminating"));
        await Mutate(new NamespaceLifecycle(objects), Sample.Pod, Sample.Pod);
    }

    [Theory]
    [InlineData("default")]
    [InlineData("kube-system")]
    [InlineData("kube-public")]
    public async Task NamespaceLifecycle_ImmortalNamespace_IsNotDeleted(string name)
    {
        var attributes = new AdmissionAttributes { Operation = AdmissionOperation.Delete, Resource = Namespace.Resource, Name = name, Context = Sample.Context() };
        var error = await Assert.ThrowsAsync<StatusException>(async () => await new NamespaceLifecycle(new FakeObjects()).MutateAsync(attributes, default));
        Assert.Equal($"namespaces \"{name}\" is forbidden: this namespace may not be deleted", error.Message);
    }

    [Fact]
    public async Task ServiceAccount_PodWithoutAccount_GetsDefaultOneAndItsToken()
    {
        var objects = new FakeObjects(DefaultAccount with { ImagePullSecrets = [new LocalObjectReference { Name = "pull" }] });
        var pod = (Pod)await Mutate(ServiceAccountPlugin(objects), Sample.Pod);
        Assert.Equal(("default", "default"), (pod.Spec.ServiceAccountName, pod.Spec.ServiceAccount));
        Assert.Equal("pull", pod.Spec.ImagePullSecrets[0].Name);
        var volume = Assert.Single((IEnumerable<Volume>)pod.Spec.Volumes);
        Assert.Matches("^kube-api-access-[bcdfghjklmnpqrstvwxz2456789]{5}$", volume.Name);
        Assert.Equal(3607, volume.Source.Projected!.Sources[0].ServiceAccountToken!.ExpirationSeconds);
        Assert.Equal("kube-root-ca.crt", volume.Source.Projected.Sources[1].ConfigMap!.LocalObjectReference.Name);
        Assert.Equal("metadata.namespace", volume.Source.Projected.Sources[2].DownwardAPI!.Items[0].FieldRef!.FieldPath);
        var mount = Assert.Single((IEnumerable<VolumeMount>)pod.Spec.Containers[0].VolumeMounts);
        Assert.Equal((volume.Name, "/var/run/secrets/kubernetes.io/serviceaccount", true), (mount.Name, mount.MountPath, mount.ReadOnly));
    }

    [Fact]
    public async Task ServiceAccount_AutomountOff_MountsNothing()
    {
        var pod = (Pod)await Mutate(ServiceAccountPlugin(new FakeObjects(DefaultAccount with { AutomountServiceAccountToken = false })), Sample.Pod);
        Assert.Empty(pod.Spec.Volumes);
        var wanted = Sample.Pod.WithSpec(spec => spec with { AutomountServiceAccountToken = true });
        Assert.Single((IEnumerable<Volume>)((Pod)await Mutate(ServiceAccountPlugin(new FakeObjects(DefaultAccount with { AutomountServiceAccountToken = false })), wanted)).Spec.Volumes);
    }

    [Fact]
    public async Task ServiceAccount_UnknownAccount_IsForbidden()
    {
        var pod = Sample.Pod.WithSpec(spec => spec with { ServiceAccountName = "nobody" });
        var error = await Assert.ThrowsAsync<StatusException>(() => Mutate(ServiceAccountPlugin(new FakeObjects()), pod));
        Assert.Equal("pods \"web\" is forbidden: error looking up service account default/nobody: serviceaccount \"nobody\" not found", error.Message);
    }

    [Fact]
    public async Task DefaultTolerationSeconds_AddsWhatIsNotTolerated()
    {
        var pod = (Pod)await Mutate(new DefaultTolerationSeconds(), Sample.Pod);
        Assert.Equal(["node.kubernetes.io/not-ready", "node.kubernetes.io/unreachable"], pod.Spec.Tolerations.Select(toleration => toleration.Key));
        Assert.All(pod.Spec.Tolerations, toleration => Assert.Equal(("Exists", "NoExecute", 300L), (toleration.Operator, toleration.Effect, toleration.TolerationSeconds!.Value)));
        Assert.Same(pod, await Mutate(new DefaultTolerationSeconds(), pod));
        var all = Sample.Pod.WithSpec(spec => spec with { Tolerations = [new Toleration { Operator = "Exists" }] });
        Assert.Same(all, await Mutate(new DefaultTolerationSeconds(), all));
    }

    [Fact]
    public async Task Priority_ComesFromTheClass()
    {
        var objects = new FakeObjects(
            new PriorityClass { Metadata = new() { Name = "high" }, Value = 1000, PreemptionPolicy = "Never" },
            new PriorityClass { Metadata = new() { Name = "normal" }, Value = 5, GlobalDefault = true });
        var named = (Pod)await Mutate(new PriorityAdmission(objects), Sample.Pod.WithSpec(spec => spec with { PriorityClassName = "high" }));
        Assert.Equal((1000, "Never"), (named.Spec.Priority, named.Spec.PreemptionPolicy));
        var plain = (Pod)await Mutate(new PriorityAdmission(objects), Sample.Pod);
        Assert.Equal(("normal", 5, "PreemptLowerPriority"), (plain.Spec.PriorityClassName, plain.Spec.Priority, plain.Spec.PreemptionPolicy));
        var none = (Pod)await Mutate(new PriorityAdmission(new FakeObjects()), Sample.Pod);
        Assert.Equal(("", 0), (none.Spec.PriorityClassName, none.Spec.Priority));
    }

    [Fact]
    public async Task Priority_UnknownClassOrOwnNumber_IsForbidden()
    {
        var unknown = await Assert.ThrowsAsync<StatusException>(() => Mutate(new PriorityAdmission(new FakeObjects()), Sample.Pod.WithSpec(spec => spec with { PriorityClassName = "x" })));
        Assert.Equal("pods \"web\" is forbidden: no PriorityClass with name x was found", unknown.Message);
        var number = await Assert.ThrowsAsync<StatusException>(() => Mutate(new PriorityAdmission(new FakeObjects()), Sample.Pod.WithSpec(spec => spec with { Priority = 7 })));
        Assert.Equal("pods \"web\" is forbidden: the integer value of priority (7) must not be provided in pod spec; priority admission controller computed 0 from the given PriorityClass name", number.Message);
    }

    [Fact]
    public async Task Priority_UpdateWithoutNumber_KeepsIt()
    {
        var old = Sample.Pod.WithSpec(spec => spec with { Priority = 7, PreemptionPolicy = "Never" });
        var updated = (Pod)await Mutate(new PriorityAdmission(new FakeObjects()), Sample.Pod, old);
        Assert.Equal((7, "Never"), (updated.Spec.Priority, updated.Spec.PreemptionPolicy));
    }

    [Fact]
    public async Task LimitRanger_FillsDefaultsAndSaysSo()
    {
        var range = Sample.Read<LimitRange>("""
            {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "l", "namespace": "default"},
             "spec": {"limits": [{"type": "Container", "default": {"cpu": "500m"}, "defaultRequest": {"cpu": "100m", "memory": "1Mi"}}]}}
            """);
        var pod = (Pod)await Mutate(new LimitRanger(new FakeObjects(range)), Sample.Pod);
        Assert.Equal("500m", pod.Spec.Containers[0].Resources.Limits["cpu"].ToString());
        Assert.Equal("100m", pod.Spec.Containers[0].Resources.Requests["cpu"].ToString());
        Assert.Equal("LimitRanger plugin set: cpu, memory request for container web; cpu limit for container web", pod.Metadata.Annotations["kubernetes.io/limit-ranger"]);
    }

    [Fact]
    public async Task LimitRanger_OutOfRange_IsForbiddenWithEveryReason()
    {
        var range = Sample.Read<LimitRange>("""
            {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "l", "namespace": "default"},
             "spec": {"limits": [{"type": "Container", "max": {"cpu": "1"}, "min": {"memory": "1Mi"}}]}}
            """);
        var pod = Sample.Pod.WithContainer(container => container with { Resources = new() { Limits = ValueMap.Of("cpu", Quantity.FromValue(2)) } });
        var error = await Assert.ThrowsAsync<StatusException>(() => Validate(new LimitRanger(new FakeObjects(range)), pod));
        Assert.Equal("pods \"web\" is forbidden: [minimum memory usage per Container is 1Mi.  No request is specified, maximum cpu usage per Container is 1, but limit is 2]", error.Message);
    }

    [Fact]
    public async Task TaintNodesByCondition_NewNode_IsNotReady()
    {
        var node = (Kubesharp.Api.Core.V1.Node)await Mutate(new TaintNodesByCondition(), new Kubesharp.Api.Core.V1.Node { Metadata = new() { Name = "n" } });
        Assert.Equal(("node.kubernetes.io/not-ready", "NoSchedule"), (node.Spec.Taints[0].Key, node.Spec.Taints[0].Effect));
        Assert.Same(node, await Mutate(new TaintNodesByCondition(), node));
    }

    [Fact]
    public async Task DefaultStorageClass_NewestMarkedClass_IsChosen()
    {
        var marked = ValueMap.Of("storageclass.kubernetes.io/is-default-class", "true");
        var objects = new FakeObjects(
            new StorageClass { Metadata = new() { Name = "old", Annotations = marked, CreationTimestamp = Sample.Now } },
            new StorageClass { Metadata = new() { Name = "recent", Annotations = marked, CreationTimestamp = Sample.Now.AddHours(1) } });
        var claim = new PersistentVolumeClaim { Metadata = new() { Name = "c", Namespace = "default" } };
        Assert.Equal("recent", ((PersistentVolumeClaim)await Mutate(new DefaultStorageClass(objects), claim)).Spec.StorageClassName);
        var without = claim with { Spec = new() { StorageClassName = "" } };
        Assert.Equal("", ((PersistentVolumeClaim)await Mutate(new DefaultStorageClass(objects), without)).Spec.StorageClassName);
    }

    [Fact]
    public async Task StorageObjectInUseProtection_Claim_GetsFinalizer()
    {
        var claim = (PersistentVolumeClaim)await Mutate(new StorageObjectInUseProtection(), new PersistentVolumeClaim { Metadata = new() { Name = "c", Namespace = "default" } });
        Assert.Equal(["kubernetes.io/pvc-protection"], claim.Metadata.Finalizers);
    }

    [Fact]
    public async Task RuntimeClass_AddsOverheadAndScheduling()
    {
        var runtime = new RuntimeClass
        {
            Metadata = new() { Name = "vm" },
            Handler = "vm",
            Overhead = new() { PodFixed = ValueMap.Of("memory", Quantity.Parse("64Mi")) },
            Scheduling = new() { NodeSelector = ValueMap.Of("vm", "yes") },
        };
        var pod = (Pod)await Mutate(new RuntimeClassAdmission(new FakeObjects(runtime)), Sample.Pod.WithSpec(spec => spec with { RuntimeClassName = "vm" }));
        Assert.Equal(("64Mi", "yes"), (pod.Spec.Overhead["memory"].ToString(), pod.Spec.NodeSelector["vm"]));
        var error = await Assert.ThrowsAsync<StatusException>(() => Mutate(new RuntimeClassAdmission(new FakeObjects()), Sample.Pod.WithSpec(spec => spec with { RuntimeClassName = "vm" })));
        Assert.Equal("pods \"web\" is forbidden: pod rejected: RuntimeClass \"vm\" not found", error.Message);
    }

    [Fact]
    public async Task NodeRestriction_Agent_ChangesOnlyItsOwnNode()
    {
        var agent = new UserIdentity { Name = "system:node:a", Groups = [UserIdentity.NodesGroup] };
        var node = new Kubesharp.Api.Core.V1.Node { Metadata = new() { Name = "b" } };
        var error = await Assert.ThrowsAsync<StatusException>(() => Mutate(new NodeRestriction(new FakeObjects()), node, node, agent));
        Assert.Equal("nodes \"b\" is forbidden: node \"a\" is not allowed to modify node \"b\"", error.Message);
        var own = node with { Metadata = new() { Name = "a" } };
        Assert.Same(own, await Mutate(new NodeRestriction(new FakeObjects()), own, own, agent));
        var tainted = own with { Spec = new() { Taints = [new Taint { Key = "k", Effect = "NoSchedule" }] } };
        Assert.Equal("nodes \"a\" is forbidden: node \"a\" is not allowed to modify taints", (await Assert.ThrowsAsync<StatusException>(() => Mutate(new NodeRestriction(new FakeObjects()), tainted, own, agent))).Message);
    }

    [Theory]
    [InlineData("v1 Node a u1 controller", null)]
    [InlineData("", "node \"a\" can only create pods with an owner reference set to itself")]
    [InlineData("v1 Node b u1 controller", "node \"a\" can only create pods with an owner reference set to itself")]
    [InlineData("apps/v1 ReplicaSet a u1 controller", "node \"a\" can only create pods with an owner reference set to itself")]
    [InlineData("v1 Node a u1 controller,v1 Node b u2 no", "node \"a\" can only create pods with a single owner reference set to itself")]
    [InlineData("v1 Node a u1 no", "node \"a\" can only create pods with a controller owner reference set to itself")]
    [InlineData("v1 Node a u1 controller block", "node \"a\" must not set blockOwnerDeletion on an owner reference")]
    [InlineData("v1 Node a u2 controller", "node a UID mismatch: expected u2 got u1")]
    public async Task NodeRestriction_MirrorPod_BelongsToItsNode(string owners, string? message)
    {
        var agent = new UserIdentity { Name = "system:node:a", Groups = [UserIdentity.NodesGroup] };
        var plugin = new NodeRestriction(new FakeObjects(new Kubesharp.Api.Core.V1.Node { Metadata = new() { Name = "a", Uid = "u1" } }));
        var references = owners.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(owner => owner.Split(' ')).Select(words => new OwnerReference
        {
            ApiVersion = words[0],
            Kind = words[1],
            Name = words[2],
            Uid = words[3],
            Controller = words[4] == "controller",
            BlockOwnerDeletion = words.Length > 5,
        });
        var mirror = Sample.Pod with
        {
            Metadata = Sample.Pod.Metadata with { Annotations = ValueMap.Of("kubernetes.io/config.mirror", "hash"), OwnerReferences = references.ToValueList() },
            Spec = Sample.Pod.Spec with { NodeName = "a" },
        };

        if (message is null) Assert.Same(mirror, await Mutate(plugin, mirror, user: agent));
        else Assert.EndsWith(message, (await Assert.ThrowsAsync<StatusException>(() => Mutate(plugin, mirror, user: agent))).Message, StringComparison.Ordinal);
    }

    private static ServiceAccountAdmission ServiceAccountPlugin(FakeObjects objects) => new(objects, TimeProvider.System, new Kubesharp.Api.Validation.NameGenerator(new Random(1)));

    private static async Task<IKind> Mutate<T>(IMutatingAdmissionPlugin plugin, T value, T? old = null, UserIdentity? user = null)
        where T : class, IResource<T>
    {
        var attributes = Attributes(value, old, user);
        Assert.True(plugin.Handles(attributes.Operation, attributes.Resource.Gvr, ""));
        return (await plugin.MutateAsync(attributes, CancellationToken.None))!;
    }

    private static async Task Validate<T>(IValidatingAdmissionPlugin plugin, T value)
        where T : class, IResource<T> => await plugin.ValidateAsync(Attributes(value, null, null), CancellationToken.None);

    private static AdmissionAttributes Attributes<T>(T value, T? old, UserIdentity? user)
        where T : class, IResource<T> => new()
        {
            Operation = old is null ? AdmissionOperation.Create : AdmissionOperation.Update,
            Resource = T.Resource,
            Namespace = value.Metadata.Namespace,
            Name = value.Metadata.Name,
            Object = value,
            OldObject = old,
            Context = Sample.Context(user: user),
        };

    private sealed class AllowsNothing : IAuthorizer
    {
        public bool Authorize(in AuthorizationAttributes attributes, out string reason)
        {
            reason = "";
            return false;
        }
    }
}
