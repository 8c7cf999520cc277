using System.Text;

namespace Kubesharp.EndToEnd.Tests;

[Collection(SimulatedClusterCollection.Name)]
public sealed class SecretTokenTests(SimulatedCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task Token_InASecret_IsItsAccountAndItsUseIsNoted()
    {
        var ns = await cluster.NamespaceAsync();
        await _kubectl.RunAsync("-n", ns, "create", "serviceaccount", "robot");
        await _kubectl.PipeAsync(
            """
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "robot-token", "annotations": {"kubernetes.io/service-account.name": "robot"}},
              "type": "kubernetes.io/service-account-token"}
            """,
            "-n", ns, "create", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "secret/robot-token", "--for=jsonpath={.data.token}", "--timeout=60s");
        var token = Encoding.UTF8.GetString(Convert.FromBase64String(await _kubectl.RunAsync("-n", ns, "get", "secret", "robot-token", "-o", "jsonpath={.data.token}")));
        await _kubectl.PipeAsync(
            $$$"""{"apiVersion": "authentication.k8s.io/v1", "kind": "TokenReview", "spec": {"token": "{{{token}}}"}}""", "create", "-f", "-");
        await _kubectl.RunAsync("-n", ns, "wait", "secret/robot-token", @"--for=jsonpath={.metadata.labels.kubernetes\.io/legacy-token-last-used}", "--timeout=60s");
    }
}
