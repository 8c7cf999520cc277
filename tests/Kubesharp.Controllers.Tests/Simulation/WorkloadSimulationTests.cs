using Kubesharp.Api;
using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Client;

namespace Kubesharp.Controllers.Tests.Simulation;

/// <summary>Deployments, StatefulSets, DaemonSets and ReplicaSets under random changes, failures and crashes of the controllers.</summary>
public sealed class WorkloadSimulationTests
{
    private const string Ns = SimulatedWorld.Namespace;
    private const int Rounds = 40;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 4)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Workloads_RandomHistory_EndAsWanted(int seed)
    {
        using var world = new SimulatedWorld(seed);
        Create(world);
        for (var round = 0; round < Rounds; round++)
        {
            Act(world);
            world.Run(world.Random.Next(3) == 0);
        }

        Change<Deployment>(world, "web", web => web with { Spec = web.Spec with { Paused = false } });
        Settle(world);
        var where = $"seed {seed}, {world.Crashes} crashes";
        CheckOwners(world, where);
        CheckDeployment(world, where);
        CheckReplicaSet(world, where);
        CheckStatefulSet(world, "ordered", where);
        CheckStatefulSet(world, "parallel", where);
        CheckDaemonSet(world, where);
    }

    /// <summary>Updates alone, without failures but with crashes: at no step are there more or fewer pods than the limits say.</summary>
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Updates_WithCrashes_KeepTheLimitsAtEveryStep(int seed)
    {
        using var world = new SimulatedWorld(seed);
        Create(world);
        Settle(world);
        for (var round = 0; round < Rounds * 2; round++)
        {
            var image = $"example.test/app:{world.Random.Next(4)}";
            switch (world.Random.Next(12))
            {
                case 0:
                    Change<Deployment>(world, "web", web => web with { Spec = web.Spec with { Template = WithImage(web.Spec.Template, image) } });
                    break;
                case 1:
                    Change<StatefulSet>(world, "ordered", set => set with { Spec = set.Spec with { Template = WithImage(set.Spec.Template, image) } });
                    break;
                case 2:
                    Change<StatefulSet>(world, "parallel", set => set with { Spec = set.Spec with { Template = WithImage(set.Spec.Template, image) } });
                    break;
                case 3:
                    world.PlanCrash();
                    break;
                case 4:
                    world.Run(toTheEnd: true);
                    world.Advance(TimeSpan.FromSeconds(5));
                    break;
                default:
                    world.WorkOnPods(0.5, _ => null);
                    break;
            }

            world.Run(world.Random.Next(3) == 0);
            CheckLimits(world, $"seed {seed}, round {round}, {world.Crashes} crashes");
        }
    }

    private static void Create(SimulatedWorld world)
    {
        world.Do(async () =>
        {
            await world.Client.For<Deployment>().CreateAsync(
                new Deployment
                {
                    Metadata = Meta("web"),
                    Spec = new DeploymentSpec
                    {
                        Replicas = 4,
                        Selector = Selector("web"),
                        Template = Template("web"),
                        Strategy = new DeploymentStrategy { Type = DeploymentStrategyType.RollingUpdate, RollingUpdate = new RollingUpdateDeployment { MaxSurge = 1, MaxUnavailable = 1 } },
                    },
                },
                default);
            await world.Client.For<ReplicaSet>().CreateAsync(new ReplicaSet { Metadata = Meta("plain"), Spec = new ReplicaSetSpec { Replicas = 3, Selector = Selector("plain"), Template = Template("plain") } }, default);
            await world.Client.For<StatefulSet>().CreateAsync(Set("ordered", PodManagementPolicyType.OrderedReady, null), default);
            await world.Client.For<StatefulSet>().CreateAsync(Set("parallel", PodManagementPolicyType.Parallel, 2), default);
            await world.Client.For<DaemonSet>().CreateAsync(new DaemonSet { Metadata = Meta("agent"), Spec = new DaemonSetSpec { Selector = Selector("agent"), Template = Template("agent") } }, default);
        });
    }

    private static void Act(SimulatedWorld world)
    {
        var random = world.Random;
        var image = $"example.test/app:{random.Next(4)}";
        switch (random.Next(14))
        {
            case 0:
                world.PlanCrash();
                break;
            case 1:
                world.LoseNode();
                break;
            case 2:
                DeletePod(world);
                break;
            case 3:
                Change<Deployment>(world, "web", web => web with { Spec = web.Spec with { Template = WithImage(web.Spec.Template, image) } });
                break;
            case 4:
                Change<Deployment>(world, "web", web => web with { Spec = web.Spec with { Replicas = random.Next(7) } });
                break;
            case 5:
                Change<Deployment>(world, "web", web => web with { Spec = web.Spec with { Paused = random.Next(2) == 0 } });
                break;
            case 6:
                Change<ReplicaSet>(world, "plain", set => set with { Spec = set.Spec with { Replicas = random.Next(6) } });
                break;
            case 7:
                var name = random.Next(2) == 0 ? "ordered" : "parallel";
                Change<StatefulSet>(world, name, set => set with { Spec = set.Spec with { Replicas = random.Next(5), Template = WithImage(set.Spec.Template, image) } });
                break;
            case 8:
                Change<DaemonSet>(world, "agent", set => set with { Spec = set.Spec with { Template = WithImage(set.Spec.Template, image) } });
                break;
            case 9:
                world.Run(toTheEnd: true);
                world.Advance(TimeSpan.FromSeconds(random.Next(1, 60)));
                break;
            case 10:
                world.WorkOnPods(0.3, _ => 1);
                break;
            default:
                world.WorkOnPods(0.7, _ => null);
                break;
        }
    }

    /// <summary>No more trouble: nodes do their work until nothing changes any more.</summary>
    private static void Settle(SimulatedWorld world)
    {
        var before = "";
        for (var round = 0; round < 60; round++)
        {
            world.Run(toTheEnd: true);
            world.WorkOnPods(1, _ => null);
            world.Run(toTheEnd: true);
            world.Advance(TimeSpan.FromSeconds(20));
            var state = string.Join(' ', world.List<Pod>().Select(pod => $"{pod.Metadata.Uid}/{pod.Metadata.ResourceVersion}").Order());
            if (state == before && round > 4) return;
            before = state;
        }

        Assert.Fail("the cluster does not come to rest");
    }

    private static void Change<T>(SimulatedWorld world, string name, Func<T, T> change)
        where T : class, IResource<T> => world.Do(() => world.Client.For<T>().UpdateAsync(Ns, name, change, default));

    private static void DeletePod(SimulatedWorld world)
    {
        var pods = world.List<Pod>();
        if (pods.Count == 0) return;
        var victim = pods[world.Random.Next(pods.Count)].Metadata.Name;
        try
        {
            world.Do(() => world.Client.For<Pod>().DeleteAsync(Ns, victim, default));
        }
        catch (StatusException e) when (e.IsNotFound)
        {
            // Somebody else was faster.
        }
    }

    private static void CheckOwners(SimulatedWorld world, string where)
    {
        var owners = new HashSet<string>(StringComparer.Ordinal);
        owners.UnionWith(world.List<ReplicaSet>().Select(owner => owner.Metadata.Uid));
        owners.UnionWith(world.List<StatefulSet>().Select(owner => owner.Metadata.Uid));
        owners.UnionWith(world.List<DaemonSet>().Select(owner => owner.Metadata.Uid));
        Assert.All(world.List<Pod>(), pod => Assert.True(pod.Metadata.OwnerReferences.Count == 1 && owners.Contains(pod.Metadata.OwnerReferences[0].Uid), $"{pod.Metadata.Name} of {where}"));
    }

    private static void CheckDeployment(SimulatedWorld world, string where)
    {
        var web = world.Get(() => world.Client.For<Deployment>().GetAsync(Ns, "web", default));
        var sets = world.List<ReplicaSet>().Where(set => set.Metadata.IsControlledBy(web.Metadata)).ToList();
        var wanted = web.Spec.Replicas!.Value;
        var active = sets.Where(set => set.Spec.Replicas > 0).ToList();
        var pods = Running(world, "web");
        Assert.True(pods.Count == wanted && active.Sum(set => set.Spec.Replicas) == wanted && active.Count <= 1, $"{pods.Count} pods for {wanted}, {active.Count} sets, {where}");
        Assert.All(pods, pod => Assert.Equal(web.Spec.Template.Spec.Containers[0].Image, pod.Spec.Containers[0].Image));
        var status = web.Status;
        Assert.True((status.Replicas, status.UpdatedReplicas, status.AvailableReplicas, status.ObservedGeneration) == (wanted, wanted, wanted, web.Metadata.Generation), $"{status} {where}");
    }

    private static void CheckReplicaSet(SimulatedWorld world, string where)
    {
        var plain = world.Get(() => world.Client.For<ReplicaSet>().GetAsync(Ns, "plain", default));
        Assert.True(Running(world, "plain").Count == plain.Spec.Replicas && plain.Status.ReadyReplicas == plain.Spec.Replicas, $"{plain.Status} {where}");
    }

    private static void CheckStatefulSet(SimulatedWorld world, string name, string where)
    {
        var set = world.Get(() => world.Client.For<StatefulSet>().GetAsync(Ns, name, default));
        var pods = Running(world, name);
        Assert.Equal(Enumerable.Range(0, set.Spec.Replicas!.Value).Select(i => $"{name}-{i}"), pods.Select(pod => pod.Metadata.Name).Order(StringComparer.Ordinal));
        Assert.All(pods, pod => Assert.Equal(set.Status.UpdateRevision, pod.Metadata.GetLabel(WellKnownLabels.ControllerRevisionHash)));
        Assert.All(pods, pod => Assert.Equal(set.Spec.Template.Spec.Containers[0].Image, pod.Spec.Containers[0].Image));
        Assert.True(set.Status.CurrentRevision == set.Status.UpdateRevision && set.Status.AvailableReplicas == set.Spec.Replicas && set.Status.CurrentReplicas == set.Spec.Replicas, $"{set.Status} {where}");
    }

    private static void CheckDaemonSet(SimulatedWorld world, string where)
    {
        var agent = world.Get(() => world.Client.For<DaemonSet>().GetAsync(Ns, "agent", default));
        var pods = Running(world, "agent");
        Assert.True(pods.Count == world.LiveNodes.Count, $"{pods.Count} agents on {world.LiveNodes.Count} nodes, {where}");
        Assert.All(pods, pod => Assert.Equal(agent.Spec.Template.Spec.Containers[0].Image, pod.Spec.Containers[0].Image));
    }

    private static void CheckLimits(SimulatedWorld world, string where)
    {
        var web = Running(world, "web");
        Assert.True(web.Count <= 5, $"{web.Count} pods of 4 and a surge of 1, {where}");
        Assert.True(web.Count(pod => pod.IsReady()) >= 3, $"{web.Count(pod => pod.IsReady())} ready pods of 4 with 1 unavailable, {where}");
        Assert.True(Running(world, "ordered").Count(pod => pod.IsReady()) >= 2, $"more than one pod of the ordered set is missing, {where}");
        Assert.True(Running(world, "parallel").Count(pod => pod.IsReady()) >= 1, $"more than two pods of the parallel set are missing, {where}");
    }

    private static List<Pod> Running(SimulatedWorld world, string app) => [.. world.List<Pod>().Where(pod => pod.Metadata.GetLabel("app") == app && pod.IsActive())];

    private static ObjectMeta Meta(string name) => new() { Name = name, Namespace = Ns };

    private static LabelSelector Selector(string app) => new() { MatchLabels = ValueMap.Of("app", app) };

    private static PodTemplateSpec Template(string app) => new()
    {
        Metadata = new ObjectMeta { Labels = ValueMap.Of("app", app) },
        Spec = new PodSpec { Containers = [new Container { Name = "main", Image = "example.test/app:0" }] },
    };

    private static PodTemplateSpec WithImage(PodTemplateSpec template, string image) =>
        template with { Spec = template.Spec with { Containers = [template.Spec.Containers[0] with { Image = image }] } };

    private static StatefulSet Set(string name, string policy, int? maxUnavailable) => new()
    {
        Metadata = Meta(name),
        Spec = new StatefulSetSpec
        {
            Replicas = 3,
            ServiceName = name,
            Selector = Selector(name),
            Template = Template(name),
            PodManagementPolicy = policy,
            UpdateStrategy = new StatefulSetUpdateStrategy
            {
                Type = StatefulSetUpdateStrategyType.RollingUpdate,
                RollingUpdate = new RollingUpdateStatefulSetStrategy { MaxUnavailable = maxUnavailable is { } most ? new IntOrString(most) : (IntOrString?)null },
            },
        },
    };
}
