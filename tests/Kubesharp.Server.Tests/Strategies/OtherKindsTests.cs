using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Networking.V1;
using Kubesharp.Api.Scheduling.V1;
using Kubesharp.Api.Validation;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Strategies.Core;

namespace Kubesharp.Server.Tests.Strategies;

public class OtherKindsTests
{
    private static readonly ResourceRegistry Registry = new(BuiltInResources.Create());

    private static string[] CreateErrors<T>(string json)
        where T : class, IResource<T>
    {
        var strategy = Registry.Find(T.Resource.Gvr.Group, T.Resource.Gvr.Version, T.Resource.Gvr.Resource)!.Strategy!;
        var value = strategy.DefaultObject(Sample.Read<T>(json));
        Assert.Same(value, strategy.DefaultObject(value));
        var prepared = strategy.PrepareObjectForCreate(value, Sample.Context());
        var errors = new ErrorList();
        strategy.ValidateObject(prepared, errors, Sample.Context());
        return [.. errors.Select(error => error.ToString())];
    }

    [Fact]
    public void ConfigMap_BadKeysAndSize_AreInvalid()
    {
        Assert.Equal(
            ["data[a b]: Invalid value: \"a b\": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"],
            CreateErrors<ConfigMap>("""{"apiVersion": "v1", "kind": "ConfigMap", "data": {"a b": "1"}}"""));
        Assert.Equal(["data[k]: Invalid value: \"k\": duplicate of key present in binaryData"], CreateErrors<ConfigMap>("""{"apiVersion": "v1", "kind": "ConfigMap", "data": {"k": "1"}, "binaryData": {"k": "YQ=="}}"""));
        Assert.Equal([": Too long: may not be more than 1048576 bytes"], CreateErrors<ConfigMap>($$"""{"apiVersion": "v1", "kind": "ConfigMap", "data": {"k": "{{new string('x', 1024 * 1024 + 1)}}"} }"""));
    }

    [Fact]
    public void ConfigMap_Immutable_StaysAsItIs()
    {
        var strategy = new ConfigMapStrategy();
        var old = new ConfigMap { Immutable = true, Data = ValueMap.Of("a", "1") };
        Assert.Equal(["data: Forbidden: field is immutable when `immutable` is set"], Sample.Errors(errors => strategy.ValidateUpdate(old with { Data = ValueMap.Of("a", "2") }, old, errors, Sample.Context())));
        Assert.Equal(["immutable: Forbidden: field is immutable when `immutable` is set"], Sample.Errors(errors => strategy.ValidateUpdate(old with { Immutable = null }, old, errors, Sample.Context())));
    }

    [Fact]
    public void Secret_StringData_BecomesData()
    {
        var secret = new SecretStrategy().Default(Sample.Read<Secret>("""{"apiVersion": "v1", "kind": "Secret", "data": {"a": "eA=="}, "stringData": {"a": "new", "b": "2"}}"""));
        Assert.Equal(("Opaque", "new", "2", true), (secret.Type, secret.Data["a"].ToText(), secret.Data["b"].ToText(), secret.StringData.IsNull));
    }

    [Theory]
    [InlineData("kubernetes.io/tls", "data[tls.crt]: Required value|data[tls.key]: Required value")]
    [InlineData("kubernetes.io/basic-auth", "data[username]: Required value|data[password]: Required value")]
    [InlineData("kubernetes.io/ssh-auth", "data[ssh-privatekey]: Required value")]
    [InlineData("kubernetes.io/dockerconfigjson", "data[.dockerconfigjson]: Required value")]
    [InlineData("kubernetes.io/service-account-token", "metadata.annotations[kubernetes.io/service-account.name]: Required value")]
    [InlineData("example.com/anything", "")]
    public void Secret_Type_DecidesRequiredKeys(string type, string expected) =>
        Assert.Equal(expected, string.Join('|', CreateErrors<Secret>($$"""{"apiVersion": "v1", "kind": "Secret", "type": "{{type}}"}""")));

    [Fact]
    public void Namespace_New_HasLabelPhaseAndFinalizer()
    {
        var strategy = new NamespaceStrategy();
        var value = strategy.PrepareForCreate(strategy.Default(new Namespace { Metadata = new() { Name = "team" } }), Sample.Context());
        Assert.Equal(("team", "Active", "kubernetes"), (value.Metadata.Labels["kubernetes.io/metadata.name"], value.Status.Phase, value.Spec.Finalizers[0]));
    }

    [Fact]
    public void Node_Taints_AreUniqueByKeyAndEffect()
    {
        var errors = CreateErrors<Kubesharp.Api.Core.V1.Node>("""{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n"}, "spec": {"taints": [{"key": "k", "value": "a", "effect": "NoSchedule"}, {"key": "k", "value": "b", "effect": "NoSchedule"}, {"key": "k", "effect": "Odd"}]}}""");
        Assert.Equal(
            [
                "spec.taints[1]: Duplicate value: {\"Key\":\"k\",\"Value\":\"b\",\"Effect\":\"NoSchedule\",\"TimeAdded\":null}: taints must be unique by key and effect pair",
                "spec.taints[2].effect: Unsupported value: \"Odd\": supported values: \"NoSchedule\", \"PreferNoSchedule\", \"NoExecute\"",
            ],
            errors);
    }

    [Fact]
    public void Node_PodCidr_IsSetOnce()
    {
        var strategy = new NodeStrategy();
        var free = strategy.Default(new Kubesharp.Api.Core.V1.Node { Metadata = new() { Name = "n" } });
        var given = strategy.Default(free with { Spec = new() { PodCIDR = "10.244.0.0/24" } });
        Assert.Equal("10.244.0.0/24", given.Spec.PodCIDRs[0]);
        Assert.Empty(Sample.Errors(errors => strategy.ValidateUpdate(given, free, errors, Sample.Context())));
        Assert.Equal(["spec.podCIDRs: Forbidden: node updates may not change podCIDR except from \"\" to valid"], Sample.Errors(errors => strategy.ValidateUpdate(free, given, errors, Sample.Context())));
    }

    [Fact]
    public void PersistentVolumeClaim_WithoutModesOrSize_IsInvalid() => Assert.Equal(
        ["spec.accessModes: Required value: at least 1 access mode is required", "spec.resources[storage]: Required value"],
        CreateErrors<PersistentVolumeClaim>("""{"apiVersion": "v1", "kind": "PersistentVolumeClaim", "spec": {}}"""));

    [Fact]
    public void Ingress_WithoutBackendOrPathType_IsInvalid()
    {
        Assert.Equal(["spec: Invalid value: {}: either `defaultBackend` or `rules` must be specified"], CreateErrors<Ingress>("""{"apiVersion": "networking.k8s.io/v1", "kind": "Ingress"}"""));
        Assert.Equal(
            ["spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified", "spec.rules[0].http.paths[0].backend: Required value: port name or number is required"],
            CreateErrors<Ingress>("""{"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "spec": {"rules": [{"http": {"paths": [{"path": "/", "backend": {"service": {"name": "web"}}}]}}]}}"""));
    }

    [Fact]
    public void NetworkPolicy_Defaults_FollowTheRules()
    {
        var strategy = Registry.Find("networking.k8s.io", "v1", "networkpolicies")!.Strategy!;
        var policy = (NetworkPolicy)strategy.DefaultObject(Sample.Read<NetworkPolicy>("""{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "spec": {"podSelector": {}, "egress": [{"ports": [{"port": 80}]}]}}"""));
        Assert.Equal(["Ingress", "Egress"], policy.Spec.PolicyTypes);
        Assert.Equal("TCP", policy.Spec.Egress[0].Ports[0].Protocol);
    }

    [Fact]
    public void PriorityClass_TooHighOrSystemName_IsForbidden()
    {
        Assert.Equal(["value: Forbidden: maximum allowed value of a user defined priority is 1000000000"], CreateErrors<PriorityClass>("""{"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "a"}, "value": 1000000001}"""));
        Assert.Equal(
            ["metadata.name: Forbidden: priority class names with 'system-' prefix are reserved for system use only. error: system-x is not a known system priority class"],
            CreateErrors<PriorityClass>("""{"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass", "metadata": {"name": "system-x"}, "value": 1}"""));
    }

    [Fact]
    public void LimitRange_Default_FillsFromMaximum()
    {
        var range = new LimitRangeStrategy().Default(Sample.Read<LimitRange>("""{"apiVersion": "v1", "kind": "LimitRange", "spec": {"limits": [{"type": "Container", "max": {"cpu": "2"}, "min": {"memory": "1Mi"}}]}}"""));
        Assert.Equal(("2", "2", "1Mi"), (range.Spec.Limits[0].Default["cpu"].ToString(), range.Spec.Limits[0].DefaultRequest["cpu"].ToString(), range.Spec.Limits[0].DefaultRequest["memory"].ToString()));
    }

    [SkippableFact]
    public void FieldNames_OfEveryKind_AreUpstreams()
    {
        var file = Repository.Reference("api/fieldselectors.json");
        Skip.If(file is null, "the reference folder is not there");
        using var document = System.Text.Json.JsonDocument.Parse(File.ReadAllText(file!));
        var known = document.RootElement.GetProperty("resources");
        var problems = new List<string>();
        foreach (var resource in Registry.Resources)
        {
            if (resource.Strategy is not { } strategy || !known.TryGetProperty($"{resource.Info.Gvr.ApiVersion}/{resource.Info.Gvr.Resource}", out var rule)) continue;
            var expected = rule.GetProperty("fields").EnumerateArray().Select(field => field.GetString()!).Where(field => !field.StartsWith("metadata.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
            var actual = strategy.FieldNames.Order(StringComparer.Ordinal);
            if (!expected.SequenceEqual(actual)) problems.Add($"{resource.Info.Gvr}: expected {string.Join(", ", expected)} but has {string.Join(", ", actual)}");
        }

        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
