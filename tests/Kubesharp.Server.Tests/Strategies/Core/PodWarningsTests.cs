using Kubesharp.Server.Tests.Hosting;

namespace Kubesharp.Server.Tests.Strategies.Core;

/// <summary>Warnings of pods and of what holds pod templates, as the user gets them.</summary>
[Collection(ServerTests.Name)]
public sealed class PodWarningsTests(RunningServer server)
{
    private const string Container = "\"containers\":[{\"name\":\"a\",\"image\":\"x\"}]";

    [Theory]
    [InlineData("""{"containers":[{"name":"a","image":"x","env":[{"name":"A","value":"1"},{"name":"A","value":"2"}]}]}""", "spec.containers[0].env[1]: hides previous definition of \"A\", which may be dropped when using apply")]
    [InlineData("""{"containers":[{"name":"a","image":"x","env":[{"name":"A","value":"1"},{"name":"A","value":"$(A):2"}]}]}""", "")]
    [InlineData("""{"containers":[{"name":"a","image":"x","ports":[{"containerPort":80}]},{"name":"b","image":"x","ports":[{"containerPort":80}]}]}""", "spec.containers[1].ports[0]: duplicate port definition with spec.containers[0].ports[0]")]
    [InlineData("""{"containers":[{"name":"a","image":"x","ports":[{"containerPort":80},{"containerPort":80,"hostPort":80}]}]}""", "spec.containers[0].ports[1]: overlapping port definition with spec.containers[0].ports[0]")]
    [InlineData("""{"containers":[{"name":"a","image":"x","ports":[{"containerPort":80},{"containerPort":80,"protocol":"UDP"}]}]}""", "")]
    [InlineData("""{"containers":[{"name":"a","image":"x","resources":{"limits":{"memory":"100m"}}}]}""", "spec.containers[0].resources.limits[memory]: fractional byte value \"100m\" is invalid, must be an integer|spec.containers[0].resources.requests[memory]: fractional byte value \"100m\" is invalid, must be an integer")]
    [InlineData("""{"containers":[{"name":"a","image":"x","resources":{"limits":{"memory":"8Ei","ephemeral-storage":"9223372036854775807","example.com/x":"9223372036854775807"}}}]}""", "")]
    [InlineData("{\"nodeSelector\":{\"failure-domain.beta.kubernetes.io/zone\":\"x\"}," + Container + "}", "spec.nodeSelector[failure-domain.beta.kubernetes.io/zone]: deprecated since v1.17; use \"topology.kubernetes.io/zone\" instead")]
    [InlineData("{\"topologySpreadConstraints\":[{\"maxSkew\":1,\"topologyKey\":\"a\",\"whenUnsatisfiable\":\"DoNotSchedule\"}]," + Container + "}", "spec.topologySpreadConstraints[0].labelSelector: a null labelSelector results in matching no pod")]
    [InlineData("{\"affinity\":{\"podAntiAffinity\":{\"requiredDuringSchedulingIgnoredDuringExecution\":[{\"topologyKey\":\"x\"}]}}," + Container + "}", "spec.affinity.podAntiAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: a null labelSelector results in matching no pod")]
    [InlineData("{\"terminationGracePeriodSeconds\":-1," + Container + "}", "spec.terminationGracePeriodSeconds: must be >= 0; negative values are invalid and will be treated as 1")]
    public async Task Pod_OddButAllowed_IsWarnedOf(string spec, string expected) =>
        Assert.Equal(expected, await WarningsAsync("/api/v1", "pods", $$"""{"metadata":{"name":"p"},"spec":{{spec}}}"""));

    [Fact]
    public async Task Pod_NameAndAnnotations_AreWarnedOf() => Assert.Equal(
        "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; a DNS label is recommended: [must not contain dots]|metadata.annotations[container.apparmor.security.beta.kubernetes.io/a]: deprecated since v1.30; use the \"appArmorProfile\" field instead",
        await WarningsAsync("/api/v1", "pods", $$$"""{"metadata":{"name":"p.q","annotations":{"container.apparmor.security.beta.kubernetes.io/a":"runtime/default"}},"spec":{{{{Container}}}}}"""));

    [Theory]
    [InlineData("/apis/apps/v1", "deployments", """{"metadata":{"name":"w"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":@}}""", "spec.template.")]
    [InlineData("/apis/apps/v1", "replicasets", """{"metadata":{"name":"w"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":@}}""", "spec.template.")]
    [InlineData("/apis/apps/v1", "daemonsets", """{"metadata":{"name":"w"},"spec":{"selector":{"matchLabels":{"a":"b"}},"template":@}}""", "spec.template.")]
    [InlineData("/apis/apps/v1", "statefulsets", """{"metadata":{"name":"w"},"spec":{"serviceName":"s","selector":{"matchLabels":{"a":"b"}},"template":@}}""", "spec.template.")]
    [InlineData("/apis/batch/v1", "jobs", """{"metadata":{"name":"w"},"spec":{"template":@}}""", "spec.template.")]
    [InlineData("/apis/batch/v1", "cronjobs", """{"metadata":{"name":"w"},"spec":{"schedule":"* * * * *","jobTemplate":{"spec":{"template":@}}}}""", "spec.jobTemplate.spec.template.")]
    public async Task Template_OddButAllowed_IsWarnedOfWithItsPlace(string version, string resource, string body, string place)
    {
        var restart = version.Contains("batch", StringComparison.Ordinal) ? "Never" : "Always";
        var template = $$$"""{"metadata":{"labels":{"a":"b"}},"spec":{"restartPolicy":"{{{restart}}}","hostAliases":[{"ip":"1.2.3.4"},{"ip":"1.2.3.4"}],{{{Container}}}}}""";
        Assert.Equal($"{place}spec.hostAliases[1].ip: duplicate ip \"1.2.3.4\"", await WarningsAsync(version, resource, body.Replace("@", template, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("/api/v1", "services", """{"metadata":{"name":"s"},"spec":{"clusterIP":"None","sessionAffinity":"ClientIP","externalIPs":["1.2.3.4"],"selector":{"a":"b"},"ports":[{"port":80}]}}""", "spec.externalIPs is ignored for headless services|spec.SessionAffinity is ignored for headless services")]
    [InlineData("/apis/networking.k8s.io/v1", "ingresses", """{"metadata":{"name":"i","annotations":{"kubernetes.io/ingress.class":"x"}},"spec":{"defaultBackend":{"service":{"name":"a","port":{"number":80}}}}}""", "annotation \"kubernetes.io/ingress.class\" is deprecated, please use 'spec.ingressClassName' instead")]
    public async Task OtherKinds_OddButAllowed_AreWarnedOf(string version, string resource, string body, string expected) =>
        Assert.Equal(expected, await WarningsAsync(version, resource, body));

    private async Task<string> WarningsAsync(string version, string resource, string body)
    {
        using var answer = await RunningServer.SendAsync(
            server.Admin, HttpMethod.Post, $"{version}/namespaces/{await server.NewNamespaceAsync()}/{resource}?dryRun=All", body, "application/json");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        var warnings = answer.Headers.TryGetValues("Warning", out var values) ? values : [];
        return string.Join('|', warnings.Select(warning => warning["299 - \"".Length..^1].Replace("\\\"", "\"", StringComparison.Ordinal)));
    }
}
