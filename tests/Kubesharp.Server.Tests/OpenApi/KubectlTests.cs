using System.Diagnostics;

namespace Kubesharp.Server.Tests.OpenApi;

/// <summary>Real kubectl, in the versions that are installed, reading our documents from a small server of this process.</summary>
public sealed class KubectlTests
{
    private const string Folder = "/usr/lib/google-cloud-sdk/bin";

    public static TheoryData<string> Versions => ["1.28", "1.30", "1.33"];

    [SkippableTheory]
    [MemberData(nameof(Versions))]
    public async Task Explain_Field_ShowsWhatTheRecordSays(string version)
    {
        using var server = new DocumentServer();
        var output = await RunAsync(version, server, "explain", "pod.spec.tolerations");
        Assert.Contains("tolerations <[]Toleration>", output, StringComparison.Ordinal);
        Assert.Contains("tolerationSeconds", output, StringComparison.Ordinal);
        Assert.Contains(Api.Core.V1.Toleration.Schema.Field("key")!.Description[..20], output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Versions))]
    public async Task Explain_FromTheProtobufDocument_ShowsTheSame(string version)
    {
        using var server = new DocumentServer();
        var output = await RunAsync(version, server, "explain", "deployment.spec.template.spec.containers.ports", "--output=plaintext-openapiv2");
        Assert.Contains("containerPort", output, StringComparison.Ordinal);
        Assert.Contains("-required-", output, StringComparison.Ordinal);
    }

    [SkippableTheory]
    [MemberData(nameof(Versions))]
    public async Task Apply_ChangedContainer_SendsAStrategicMergePatch(string version)
    {
        using var server = new DocumentServer();
        server.Objects["/api/v1/namespaces/default/pods/p"] =
            """{"kind":"Pod","apiVersion":"v1","metadata":{"name":"p","namespace":"default","uid":"u","annotations":{"kubectl.kubernetes.io/last-applied-configuration":"{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"annotations\":{},\"name\":\"p\",\"namespace\":\"default\"},\"spec\":{\"containers\":[{\"image\":\"a\",\"name\":\"c\"},{\"image\":\"x\",\"name\":\"d\"}]}}\n"}},"spec":{"containers":[{"name":"c","image":"a","tty":true},{"name":"d","image":"x"}]}}""";
        await RunAsync(version, server, "apply", "-f", Manifest("b"));
        var (type, body) = Assert.Single(server.Patches);
        Assert.Equal("application/strategic-merge-patch+json", type);
        Assert.Contains("\"$setElementOrder/containers\":[{\"name\":\"c\"}]", body, StringComparison.Ordinal);
        Assert.Contains("{\"$patch\":\"delete\",\"name\":\"d\"}", body, StringComparison.Ordinal);
        Assert.Contains("fieldValidation=Strict", server.LastQuery, StringComparison.Ordinal);
        Assert.Contains("\"containers\":[{\"name\":\"c\",\"image\":\"b\",\"tty\":true}]", server.Objects["/api/v1/namespaces/default/pods/p"], StringComparison.Ordinal);
    }

    private static string Manifest(string image)
    {
        var file = Path.Combine(Path.GetTempPath(), $"kubesharp-openapi-{Guid.NewGuid():N}.json");
        File.WriteAllText(file, $$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"{{{image}}}"}]}}""");
        return file;
    }

    private static async Task<string> RunAsync(string version, DocumentServer server, params string[] arguments)
    {
        var kubectl = Path.Combine(Folder, $"kubectl.{version}");
        Skip.IfNot(File.Exists(kubectl), $"{kubectl} is not installed");
        var home = Directory.CreateTempSubdirectory("kubesharp-kubectl-");
        try
        {
            var start = new ProcessStartInfo(kubectl) { RedirectStandardOutput = true, RedirectStandardError = true };
            start.ArgumentList.Add($"--server={server.Address}");
            start.ArgumentList.Add($"--cache-dir={home.FullName}");
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            start.Environment["KUBECONFIG"] = Path.Combine(home.FullName, "none");
            start.Environment["HOME"] = home.FullName;
            using var process = Process.Start(start)!;
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            Assert.True(process.ExitCode == 0, $"{string.Join(' ', arguments)}: {output}{await error}");
            return output;
        }
        finally
        {
            home.Delete(recursive: true);
            foreach (var argument in arguments.Where(a => a.StartsWith(Path.GetTempPath(), StringComparison.Ordinal))) File.Delete(argument);
        }
    }
}
