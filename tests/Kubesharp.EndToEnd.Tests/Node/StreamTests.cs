using System.Security.Cryptography;

namespace Kubesharp.EndToEnd.Tests;

/// <summary>exec, cp, attach and port-forward.</summary>
[Collection(NodeClusterCollection.Name)]
public sealed class StreamTests(NodeCluster cluster)
{
    [SkippableFact]
    public async Task Exec_WithPipesAndOnATerminal_IsLikeARunOnTheMachine()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await RunningAsync(Manifests.Pod("shell", Manifests.Idle));
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(number => number + "\n"));
        var hash = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));
        var piped = kubectl.PipeAsync(text, "exec", "-i", "shell", "--", "sha256sum");
        var failing = kubectl.TryAsync("exec", "shell", "--", "sh", "-c", "echo out; echo err >&2; exit 7");
        Assert.StartsWith(hash, await piped, StringComparison.Ordinal);
        Assert.Equal(new Kubectl.Result(7, "out\n", "err\ncommand terminated with exit code 7\n"), await failing);
        Assert.Contains("executable file not found", await kubectl.FailAsync("exec", "shell", "--", "no-such-program"), StringComparison.Ordinal);

        await using var terminal = kubectl.StartOnTerminal("exec", "-it", "shell", "--", "sh");
        await terminal.UntilAsync("# ");
        await terminal.TypeAsync("tty; echo $((6 * 7))\n");
        await terminal.UntilAsync(printed => printed.Contains("/dev/pts/", StringComparison.Ordinal) && printed.Contains("\n42\r\n", StringComparison.Ordinal));
        await terminal.TypeAsync("exit 3\n");
        Assert.Equal(3, await terminal.EndAsync());
    }

    [SkippableFact]
    public async Task Exec_InAContainerThatIsStillToCome_SaysSo()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        var init = $"initContainers: [{{name: first, image: {TestImages.Busybox}}}]";
        await kubectl.PipeAsync(Manifests.Pod("later", Manifests.Idle, spec: init), "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod/later", "--for=jsonpath={.status.initContainerStatuses[0].state.running.startedAt}", "--timeout=60s");
        Assert.EndsWith("unable to upgrade connection: container not found (\"main\")", (await kubectl.FailAsync("exec", "later", "-c", "main", "--", "true")).Trim(), StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Copy_BothWays_KeepsEveryByte()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await RunningAsync(Manifests.Pod("store", Manifests.Idle));
        var file = await cluster.FileAsync("note", "hello\n");
        var folder = Path.GetDirectoryName(file)!;
        var large = RandomNumberGenerator.GetBytes(3_000_000);
        await File.WriteAllBytesAsync(Path.Combine(folder, "large"), large);
        await kubectl.RunAsync("cp", folder, "store:/tmp/copied");
        Assert.Equal("hello\n", await kubectl.RunAsync("exec", "store", "--", "cat", "/tmp/copied/note"));
        Assert.StartsWith(Convert.ToHexStringLower(SHA256.HashData(large)), await kubectl.RunAsync("exec", "store", "--", "sha256sum", "/tmp/copied/large"), StringComparison.Ordinal);

        var back = Path.Combine(folder, "back");
        await kubectl.RunAsync("cp", "store:/tmp/copied", back);
        Assert.Equal("hello\n", await File.ReadAllTextAsync(Path.Combine(back, "note")));
        Assert.Equal(large, await File.ReadAllBytesAsync(Path.Combine(back, "large")));
    }

    [SkippableFact]
    public async Task Attach_ToAProcessThatListens_PassesInputAndOutput()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await RunningAsync(Manifests.Pod("parrot", "while read line; do echo \"said $line\"; done", "stdin: true"));
        await using var attached = kubectl.Start("attach", "-i", "parrot");
        await attached.TypeAsync("one\n");
        await attached.UntilAsync("said one\n");
        await attached.TypeAsync("two\n");
        await attached.UntilAsync("said two\n");
        Assert.Equal("said one\nsaid two\n", await kubectl.RunAsync("logs", "parrot"));
        await using var run = kubectl.StartOnTerminal("run", "once", "-it", "--rm", "--restart=Never", "--image=" + TestImages.Busybox, "--", "sh");
        await run.TypeAsync("echo $((40 + 2)) done\n");
        await run.UntilAsync("42 done");
        await run.TypeAsync("exit\n");
        Assert.Equal(0, await run.EndAsync());
        Assert.Contains("pod \"once\" deleted", run.Text, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task PortForward_ToPodAndService_Answers()
    {
        Skip.If(NodeCluster.Missing is not null, NodeCluster.Missing);
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.RunAsync("run", "web", "--image=" + TestImages.Web1, "--port=8080", "--expose");
        await kubectl.RunAsync("wait", "pod/web", "--for=condition=Ready", "--timeout=60s");
        using var http = cluster.CreateClient(TimeSpan.FromSeconds(20));
        foreach (var target in (string[])["pod/web", "service/web"])
        {
            await using var forward = kubectl.Start("port-forward", target, ":8080");
            var line = await forward.UntilAsync(" -> 8080");
            var url = new Uri($"http://{line[line.IndexOf("127.0.0.1:", StringComparison.Ordinal)..].Split(' ')[0]}/");
            var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => http.GetStringAsync(url)));
            Assert.All(answers, answer => Assert.Equal("version 1\n", answer));
        }
    }

    private async Task<Kubectl> RunningAsync(string manifest)
    {
        var kubectl = await cluster.NamespaceAsync();
        await kubectl.PipeAsync(manifest, "apply", "-f", "-");
        await kubectl.RunAsync("wait", "pod", "--all", "--for=condition=Ready", "--timeout=60s");
        return kubectl;
    }
}
