using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Pods;
using Kubesharp.Node.Tests.Pods;
using Kubesharp.Node.Tests.Volumes;
using Kubesharp.Node.Variables;

namespace Kubesharp.Node.Tests.Variables;

public sealed class ContainerEnvironmentTests
{
    private static readonly PodAddresses Addresses = new(["10.0.0.5", "fd00::5"], ["10.1.1.1"]);
    private readonly FakePodObjects _objects = new();
    private readonly FakeParts _events = new();
    private readonly FakeServices _services = new();

    [Fact]
    public async Task Build_References_AreExpandedInOrder()
    {
        var values = await BuildAsync(new Container
        {
            Env =
            [
                new EnvVar { Name = "A", Value = "one" },
                new EnvVar { Name = "B", Value = "$(A)-$(LATER)-$$(A)" },
                new EnvVar { Name = "LATER", Value = "x" },
                new EnvVar { Name = "A", Value = "two $(A)" },
            ],
        });

        Assert.Equal(("two one", "one-$(LATER)-$(A)"), (values["A"], values["B"]));
    }

    [Fact]
    public async Task Build_DownwardApi_GivesFieldsAndResources()
    {
        var values = await BuildAsync(new Container
        {
            Name = "main",
            Resources = new ResourceRequirements
            {
                Limits = ValueMap.Of(ResourceName.Cpu, Quantity.Parse("1500m")),
                Requests = ValueMap.Of(ResourceName.Memory, Quantity.Parse("10Mi")),
            },
            Env =
            [
                Field("NAME", "metadata.name"), Field("LABEL", "metadata.labels['app']"), Field("IP", "status.podIP"), Field("IPS", "status.podIPs"),
                Field("HOST", "status.hostIP"), Field("NODE", "spec.nodeName"),
                Resource("CPU", "limits.cpu", "0"), Resource("CPU_M", "limits.cpu", "1m"), Resource("MEM", "requests.memory", "1Mi"),
                Resource("ALL", "limits.memory", "1Gi"),
            ],
        });

        Assert.Equal(("web", "w", "10.0.0.5", "10.0.0.5,fd00::5"), (values["NAME"], values["LABEL"], values["IP"], values["IPS"]));
        Assert.Equal(("10.1.1.1", "node-1"), (values["HOST"], values["NODE"]));
        Assert.Equal(("2", "1500", "10", "4"), (values["CPU"], values["CPU_M"], values["MEM"], values["ALL"]));
    }

    [Fact]
    public async Task Build_FromObjects_GivesKeysWithPrefixAndSkipsBadNames()
    {
        _objects.SetConfigMap("settings", ("a", "1"), ("b=c", "2"));
        _objects.SetSecret("login", ("pw", "secret"));

        var values = await BuildAsync(new Container
        {
            Name = "main",
            EnvFrom =
            [
                new EnvFromSource { Prefix = "P_", ConfigMapRef = new ConfigMapEnvSource { LocalObjectReference = new LocalObjectReference { Name = "settings" } } },
                new EnvFromSource { SecretRef = new SecretEnvSource { LocalObjectReference = new LocalObjectReference { Name = "login" } } },
                new EnvFromSource { SecretRef = new SecretEnvSource { LocalObjectReference = new LocalObjectReference { Name = "none" }, Optional = true } },
            ],
            Env = [MapKey("KEY", "settings", "a", false), MapKey("NONE", "settings", "zz", true), SecretKey("PW", "login", "pw")],
        });

        Assert.Equal(("1", "secret", "1", "secret"), (values["P_a"], values["pw"], values["KEY"], values["PW"]));
        Assert.False(values.ContainsKey("NONE"));
        Assert.Contains(
            "Warning InvalidEnvironmentVariableNames main: Keys [P_b=c] from the EnvFrom configMap default/settings were skipped since they are considered invalid environment variable names.",
            _events.Events);
    }

    [Theory]
    [InlineData("none", "a", "configmap \"none\" not found")]
    [InlineData("settings", "zz", "couldn't find key zz in ConfigMap default/settings")]
    public async Task Build_ConfigMapKeyMissing_SaysWhat(string map, string key, string expected)
    {
        _objects.SetConfigMap("settings", ("a", "1"));

        var failure = await Assert.ThrowsAsync<ContainerConfigException>(() => BuildAsync(new Container { Env = [MapKey("A", map, key, false)] }));

        Assert.Equal(expected, failure.Message);
    }

    [Theory]
    [InlineData("none", "a", "secret \"none\" not found")]
    [InlineData("login", "zz", "couldn't find key zz in Secret default/login")]
    public async Task Build_SecretKeyMissing_SaysWhat(string secret, string key, string expected)
    {
        _objects.SetSecret("login", ("pw", "x"));

        var failure = await Assert.ThrowsAsync<ContainerConfigException>(() => BuildAsync(new Container { Env = [SecretKey("A", secret, key)] }));

        Assert.Equal(expected, failure.Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Build_Services_GiveLinksWhenWanted(bool links)
    {
        _services.Add("default", "kubernetes", "10.96.0.1", "https", 443);
        _services.Add("default", "my-db", "10.96.0.9", "", 5432);
        _services.Add("default", "headless", "None", "", 80);

        var values = await BuildAsync(new Container(), links);

        Assert.Equal(("10.96.0.1", "443", "443"), (values["KUBERNETES_SERVICE_HOST"], values["KUBERNETES_SERVICE_PORT"], values["KUBERNETES_SERVICE_PORT_HTTPS"]));
        Assert.Equal("tcp://10.96.0.1:443", values["KUBERNETES_PORT_443_TCP"]);
        Assert.Equal(links, values.ContainsKey("MY_DB_SERVICE_HOST"));
        if (links) Assert.Equal(("tcp://10.96.0.9:5432", "10.96.0.9", "tcp"), (values["MY_DB_PORT"], values["MY_DB_PORT_5432_TCP_ADDR"], values["MY_DB_PORT_5432_TCP_PROTO"]));
        Assert.DoesNotContain(values.Keys, key => key.StartsWith("HEADLESS", StringComparison.Ordinal));
    }

    private static EnvVar Field(string name, string path) => new() { Name = name, ValueFrom = new EnvVarSource { FieldRef = new ObjectFieldSelector { FieldPath = path } } };

    private static EnvVar Resource(string name, string resource, string divisor) => new()
    {
        Name = name,
        ValueFrom = new EnvVarSource { ResourceFieldRef = new ResourceFieldSelector { Resource = resource, Divisor = Quantity.Parse(divisor) } },
    };

    private static EnvVar MapKey(string name, string map, string key, bool optional) => new()
    {
        Name = name,
        ValueFrom = new EnvVarSource
        {
            ConfigMapKeyRef = new ConfigMapKeySelector { LocalObjectReference = new LocalObjectReference { Name = map }, Key = key, Optional = optional },
        },
    };

    private static EnvVar SecretKey(string name, string secret, string key) => new()
    {
        Name = name,
        ValueFrom = new EnvVarSource { SecretKeyRef = new SecretKeySelector { LocalObjectReference = new LocalObjectReference { Name = secret }, Key = key } },
    };

    private async Task<Dictionary<string, string>> BuildAsync(Container container, bool links = true)
    {
        var pod = new Pod
        {
            Metadata = new ObjectMeta { Name = "web", Namespace = "default", Uid = "uid-1", Labels = ValueMap.Of("app", "w") },
            Spec = new PodSpec { NodeName = "node-1", Containers = [container], EnableServiceLinks = links },
        };
        var environment = new ContainerEnvironment(_objects, _services, new PodFolders("/nonexistent", "/nonexistent"), () => ValueMap.Of(ResourceName.Memory, Quantity.Parse("4Gi")), _events);
        var list = await environment.BuildAsync(pod, container, Addresses, CancellationToken.None);
        return list.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
    }

    private sealed class FakeServices : IServiceList
    {
        private readonly List<Service> _services = [];

        public bool HasSynced => true;

        public void Add(string ns, string name, string ip, string portName, int port) => _services.Add(new Service
        {
            Metadata = new ObjectMeta { Name = name, Namespace = ns },
            Spec = new ServiceSpec { ClusterIP = ip, Ports = [new ServicePort { Name = portName, Port = port, Protocol = Protocol.TCP }] },
        });

        public Task<IReadOnlyList<Service>> InNamespaceAsync(string ns, CancellationToken cancel) =>
            Task.FromResult<IReadOnlyList<Service>>(_services.FindAll(service => service.Metadata.Namespace == ns));
    }
}
