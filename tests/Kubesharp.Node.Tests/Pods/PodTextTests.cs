using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Images;
using Kubesharp.Node.Pods;
using Kubesharp.Tests;

namespace Kubesharp.Node.Tests.Pods;

/// <summary>The small pure pieces that texts and settings are made of.</summary>
public sealed class PodTextTests
{
    private static readonly ResolverConfiguration Host = ResolverConfiguration.Parse("# x\nnameserver 9.9.9.9\nsearch corp.example lan\noptions edns0\n");

    [Fact]
    public void Resolver_ClusterFirst_AsksTheClusterFirst()
    {
        var resolver = ResolverConfiguration.ForPod(PodSamples.Pod(), Host, ["10.96.0.10"], "cluster.local");

        Assert.Equal(["10.96.0.10"], resolver.Servers);
        Assert.Equal(["default.svc.cluster.local", "svc.cluster.local", "cluster.local", "corp.example", "lan"], resolver.Searches);
        Assert.Equal(["ndots:5"], resolver.Options);
    }

    [Fact]
    public void Resolver_HostNetwork_UsesTheMachines()
    {
        var pod = PodSamples.Pod();
        pod = pod with { Spec = pod.Spec with { HostNetwork = true, DnsPolicy = DNSPolicy.ClusterFirst } };

        Assert.Equal(["9.9.9.9"], ResolverConfiguration.ForPod(pod, Host, ["10.96.0.10"], "cluster.local").Servers);
    }

    [Fact]
    public void Resolver_NoneWithConfig_OnlyWhatThePodSays()
    {
        var pod = PodSamples.Pod();
        pod = pod with
        {
            Spec = pod.Spec with
            {
                DnsPolicy = DNSPolicy.None,
                DnsConfig = new PodDNSConfig
                {
                    Nameservers = ["1.2.3.4"],
                    Searches = ["a.b"],
                    Options = [new PodDNSConfigOption { Name = "ndots", Value = "2" }, new PodDNSConfigOption { Name = "edns0" }],
                },
            },
        };

        var resolver = ResolverConfiguration.ForPod(pod, Host, ["10.96.0.10"], "cluster.local");

        Assert.Equal(["1.2.3.4"], resolver.Servers);
        Assert.Equal(["a.b"], resolver.Searches);
        Assert.Equal(["ndots:2", "edns0"], resolver.Options);
    }

    [Theory]
    [InlineData("$(A)-$(B)", "1-$(B)")]
    [InlineData("$$(A)", "$(A)")]
    [InlineData("$A $", "$A $")]
    [InlineData("$(A", "$(A")]
    [InlineData("plain", "plain")]
    public void Expand_References_AsKubernetes(string text, string expected) =>
        Assert.Equal(expected, ContainerConfigBuilder.Expand(text, new Dictionary<string, string> { ["A"] = "1" }));

    [Theory]
    [InlineData("nginx", "nginx:latest")]
    [InlineData("localhost:5000/a/b", "localhost:5000/a/b:latest")]
    [InlineData("a/b:1.2", "a/b:1.2")]
    [InlineData("a@sha256:0123456789abcdef0123456789abcdef", "a@sha256:0123456789abcdef0123456789abcdef")]
    [InlineData("Bad Name", null)]
    [InlineData("UPPER", null)]
    [InlineData("a:b:c", null)]
    public void ImageName_Normalized_OrRefused(string image, string? expected) => Assert.Equal(expected, ImageName.Normalize(image));

    [Theory]
    [InlineData("nginx", "docker.io")]
    [InlineData("library/nginx", "docker.io")]
    [InlineData("ghcr.io/a/b", "ghcr.io")]
    [InlineData("localhost/x", "localhost")]
    public void ImageName_Registry(string image, string registry) => Assert.Equal(registry, ImageName.RegistryOf(image));

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.31, "310ms")]
    [InlineData(10, "10s")]
    [InlineData(80, "1m20s")]
    [InlineData(300, "5m0s")]
    [InlineData(2.5, "2.5s")]
    public void GoDuration_Text(double seconds, string expected) => Assert.Equal(expected, GoDuration.Format(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Backoff_RepeatedCrashes_DoublesToTheMaximumAndResets()
    {
        var time = new ManualTimeProvider();
        var backoff = RestartBackoff.Standard(time);
        Assert.Equal(TimeSpan.Zero, backoff.Remaining("k", time.GetUtcNow(), out _));
        var waits = new List<double>();
        for (var i = 0; i < 7; i++)
        {
            backoff.Next("k", time.GetUtcNow());
            waits.Add(backoff.Remaining("k", time.GetUtcNow(), out _).TotalSeconds);
            time.Advance(TimeSpan.FromSeconds(waits[^1]));
        }

        Assert.Equal([10, 20, 40, 80, 160, 300, 300], waits);
        time.Advance(TimeSpan.FromSeconds(601));
        Assert.Equal(TimeSpan.Zero, backoff.Remaining("k", time.GetUtcNow(), out _));
        backoff.Next("k", time.GetUtcNow());
        Assert.Equal(10, backoff.Remaining("k", time.GetUtcNow(), out _).TotalSeconds);
    }

    [Fact]
    public void Hostname_LongName_IsCutForTheKernel()
    {
        var pod = PodSamples.Pod();
        pod = pod with { Metadata = new ObjectMeta { Name = new string('a', 62) + "-bcd", Namespace = "ns" } };

        Assert.Equal(new string('a', 62), PodHostname.Of(pod, "cluster.local").Hostname);
    }

    [Fact]
    public void Hostname_Subdomain_GivesFullNameWhenAsked()
    {
        var pod = PodSamples.Pod();
        pod = pod with { Spec = pod.Spec with { Hostname = "h", Subdomain = "s", SetHostnameAsFQDN = true } };

        Assert.Equal("h.s.default.svc.cluster.local", PodHostname.ForKernel(pod, "cluster.local"));
    }

    [Theory]
    [InlineData("kernel.shm_rmid_forced", false, false, null)]
    [InlineData("net/ipv4/tcp_rmem", false, false, null)]
    [InlineData("kernel.msgmax", false, false, "forbidden sysctl: \"kernel.msgmax\" not allowlisted")]
    [InlineData("net.ipv4.ip_forward", false, false, "forbidden sysctl: \"net.ipv4.ip_forward\" not allowlisted")]
    [InlineData("kernel.shm_rmid_forced", false, true, "forbidden sysctl: \"kernel.shm_rmid_forced\" not allowed with host ipc enabled")]
    [InlineData("net.ipv4.tcp_syncookies", true, false, "forbidden sysctl: \"net.ipv4.tcp_syncookies\" not allowed with host net enabled")]
    public void Admission_Sysctl_OnlyThoseOfThePodAlone(string name, bool hostNetwork, bool hostIpc, string? message)
    {
        var pod = PodSamples.Pod();
        pod = pod with
        {
            Spec = pod.Spec with
            {
                HostNetwork = hostNetwork,
                HostIPC = hostIpc,
                SecurityContext = new PodSecurityContext { Sysctls = [new Sysctl { Name = name, Value = "1" }] },
            },
        };

        Assert.Equal(message is null ? null : new PodFailure("SysctlForbidden", message), PodAdmission.Check(pod, [], null));
    }

    [Theory]
    [InlineData(7L, "", 7L, "")]
    [InlineData(null, "app", null, "app")]
    [InlineData(null, "", 0L, "")]
    public void Security_GroupAlone_NamesTheImagesUser(long? uid, string name, long? expected, string expectedName)
    {
        var pod = PodSamples.Pod();
        pod = pod with { Spec = pod.Spec with { SecurityContext = new PodSecurityContext { RunAsGroup = 2000 } } };
        var image = new Kubesharp.Node.Cri.V1.Image { Username = name };
        if (uid is { } number) image.Uid = new Kubesharp.Node.Cri.V1.Int64Value { Value = number };

        var security = ContainerConfigBuilder.Security(pod, pod.Spec.Containers[0], image, null);

        Assert.Equal((2000, expected, expectedName), (security.RunAsGroup.Value, security.RunAsUser?.Value, security.RunAsUsername));
    }

    [Fact]
    public void Admission_TooMuchCpu_IsRefusedWithTheKubeletsWords()
    {
        var pod = PodSamples.Pod();
        pod = pod with
        {
            Spec = pod.Spec with
            {
                Containers = [PodSamples.Container("main") with { Resources = new ResourceRequirements { Requests = ValueMap.Of("cpu", Quantity.Parse("1500m")) } }],
            },
        };
        var node = new Kubesharp.Api.Core.V1.Node { Status = new NodeStatus { Allocatable = ValueMap.Of("cpu", Quantity.Parse("2")) } };

        Assert.Null(PodAdmission.Check(pod, [], node));
        Assert.Equal(
            new PodFailure("OutOfcpu", "Node didn't have enough resource: cpu, requested: 1500, used: 1500, capacity: 2000"),
            PodAdmission.Check(pod, [pod], node));
    }

    [Theory]
    [InlineData("", "TCP", true)]
    [InlineData("127.0.0.1", "TCP", true)]
    [InlineData("127.0.0.2", "TCP", false)]
    [InlineData("127.0.0.1", "UDP", false)]
    public void Admission_PortOfTheMachineTaken_IsRefused(string ip, string protocol, bool isRefused)
    {
        var taken = WithPort("127.0.0.1", "TCP");
        var failure = PodAdmission.Check(WithPort(ip, protocol), [taken], new Kubesharp.Api.Core.V1.Node());

        Assert.Equal(isRefused ? new PodFailure("NodePorts", "Predicate NodePorts failed: node(s) didn't have free ports for the requested pod ports") : null, failure);

        static Pod WithPort(string ip, string protocol)
        {
            var port = new ContainerPort { Port = 80, HostPort = 8080, HostIP = ip, Protocol = protocol };
            var pod = PodSamples.Pod();
            return pod with { Spec = pod.Spec with { Containers = [PodSamples.Container("main") with { Ports = [port] }] } };
        }
    }

    [Fact]
    public void Admission_ExtendedResourceUsedUp_IsRefused()
    {
        var pod = PodSamples.Pod();
        var resources = new ResourceRequirements { Requests = ValueMap.Of("example.com/gpu", Quantity.Parse("1")) };
        pod = pod with { Spec = pod.Spec with { Containers = [PodSamples.Container("main") with { Resources = resources }] } };
        var node = new Kubesharp.Api.Core.V1.Node { Status = new NodeStatus { Allocatable = ValueMap.Of("example.com/gpu", Quantity.Parse("1")) } };

        Assert.Null(PodAdmission.Check(pod, [], node));
        Assert.Null(PodAdmission.Check(pod, [pod], new Kubesharp.Api.Core.V1.Node()));
        Assert.Equal(
            new PodFailure("OutOfexample.com/gpu", "Node didn't have enough resource: example.com/gpu, requested: 1, used: 1, capacity: 1"),
            PodAdmission.Check(pod, [pod], node));
    }
}
