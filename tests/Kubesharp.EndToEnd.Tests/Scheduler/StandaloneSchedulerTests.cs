using System.Diagnostics;

namespace Kubesharp.EndToEnd.Tests.Scheduler;

/// <summary>Schedulers in processes of their own, beside the cluster's.</summary>
[Collection(SchedulerClusterCollection.Name)]
public sealed class StandaloneSchedulerTests(SchedulerCluster cluster)
{
    private readonly Kubectl _kubectl = cluster.Kubectl;

    [Fact]
    public async Task SecondScheduler_TakesItsPods_AndAThirdTakesOver()
    {
        var ns = await cluster.NamespaceAsync();
        var config = Path.Combine(cluster.Folder, "second.yaml");
        await File.WriteAllTextAsync(config, """
            apiVersion: kubescheduler.config.k8s.io/v1
            kind: KubeSchedulerConfiguration
            leaderElection: {leaderElect: true, resourceName: second-scheduler, leaseDuration: 3s, renewDeadline: 2s, retryPeriod: 500ms}
            profiles: [{schedulerName: second-scheduler}]
            """);
        await _kubectl.PipeAsync(Manifest.Pod("one", "\"schedulerName\":\"second-scheduler\""), "-n", ns, "create", "-f", "-");
        await using var first = RunningProgram.Start("scheduler", "--kubeconfig", cluster.Kubeconfig, "--config", config, "--secure-port", "0");
        await ReadyAsync(ns, "one");
        await first.UntilAsync("Scheduler second-scheduler started");
        var holder = await HolderAsync();
        Assert.NotEqual("", holder);

        // Another waits while the first leads, and goes on when it has ended.
        await using var second = RunningProgram.Start("scheduler", "--kubeconfig", cluster.Kubeconfig, "--config", config, "--secure-port", "0");
        await second.UntilAsync("New leader of kube-system/second-scheduler: " + holder);
        await first.StopAsync();
        await _kubectl.PipeAsync(Manifest.Pod("two", "\"schedulerName\":\"second-scheduler\""), "-n", ns, "create", "-f", "-");
        await ReadyAsync(ns, "two");
        Assert.NotEqual(holder, await HolderAsync());
        Assert.Equal("second-scheduler", await _kubectl.RunAsync("-n", ns, "get", "events", "--field-selector=reason=Scheduled,involvedObject.name=two", "-o", "jsonpath={.items[0].source.component}"));

        Task<string> HolderAsync() => _kubectl.RunAsync("-n", "kube-system", "get", "lease", "second-scheduler", "-o", "jsonpath={.spec.holderIdentity}");
    }

    [Fact]
    public async Task SamplePlugin_InASchedulerOfItsOwn_ChoosesTheCheapest()
    {
        var ns = await cluster.NamespaceAsync();
        var configuration = Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/')));
        var config = Path.Combine(cluster.Folder, "thrifty.yaml");
        var sample = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "samples/PricePlugin/scheduler.yaml"));
        var assembly = Path.Combine(Repository.Root, $"samples/PricePlugin/bin/{configuration}/net10.0/Kubesharp.Samples.PricePlugin.dll");
        await File.WriteAllTextAsync(config, sample.Replace("bin/Release/net10.0/Kubesharp.Samples.PricePlugin.dll", assembly));
        for (var i = 0; i < 6; i++) await _kubectl.RunAsync("label", "node", $"sim-{i}", "--overwrite", $"example.com/price={(i == 2 ? 1 : 7)}");
        await using var scheduler = RunningProgram.Start("scheduler", "--kubeconfig", cluster.Kubeconfig, "--config", config, "--secure-port", "0");
        await _kubectl.PipeAsync(Manifest.Pod("web", "\"schedulerName\":\"thrifty\""), "-n", ns, "create", "-f", "-");
        await ReadyAsync(ns, "web");
        Assert.Equal("sim-2", await _kubectl.RunAsync("-n", ns, "get", "pod", "web", "-o", "jsonpath={.spec.nodeName}"));
    }

    [Theory]
    [InlineData("kubesharp: Unrecognized command or argument '--bogus'; see 'kubesharp scheduler --help'", "scheduler", "--bogus")]
    [InlineData("kubesharp: cannot read kubeconfig /nowhere: Could not find file '/nowhere'.", "scheduler", "--kubeconfig", "/nowhere")]
    [InlineData("kubesharp: cannot read /nowhere: Could not find file '/nowhere'.", "scheduler", "--config", "/nowhere")]
    [InlineData("kubesharp: cannot read /nowhere: Could not find file '/nowhere'.", "server", "--data-dir", "/tmp/kubesharp-never-made", "--scheduler-config", "/nowhere")]
    [InlineData("kubesharp: leaderElection.leaseDuration: Invalid value: \"10s\": LeaseDuration must be greater than RenewDeadline", "scheduler", "--leader-elect-lease-duration", "1s")]
    [InlineData("kubesharp: --secure-port must be between 0 and 65535, inclusive, not 70000", "scheduler", "--secure-port", "70000")]
    [InlineData("kubesharp: --verbose must be a number, not 'loud'; see 'kubesharp scheduler --help'", "scheduler", "-v", "loud")]
    [InlineData("kubesharp: --cluster-cidr must be a network such as 10.244.0.0/16, not 'x'", "controllers", "--cluster-cidr", "x")]
    [InlineData("kubesharp: Unrecognized command or argument 'bogus'; see 'kubesharp --help'", "bogus")]
    public async Task Mistakes_AreOneLine(string expected, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Binary.Path, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Assert.Equal(expected, (await process.StandardError.ReadToEndAsync()).TrimEnd('\n'));
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
    }

    [Fact]
    public async Task ImpossibleProfile_IsOneLine()
    {
        var config = Path.Combine(cluster.Folder, "impossible.yaml");
        await File.WriteAllTextAsync(config, "apiVersion: kubescheduler.config.k8s.io/v1\nkind: KubeSchedulerConfiguration\nprofiles: [{plugins: {filter: {enabled: [{name: Nothing}]}}}]\n");
        using var process = Process.Start(new ProcessStartInfo(Binary.Path, ["scheduler", "--kubeconfig", cluster.Kubeconfig, "--config", config]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Assert.Equal(
            "kubesharp: initializing profiles: creating profile for scheduler name default-scheduler: FilterPlugin \"Nothing\" does not exist\n", await process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        Assert.Equal(1, process.ExitCode);
    }

    [Theory]
    [InlineData("scheduler")]
    [InlineData("controllers")]
    [InlineData("node")]
    [InlineData("proxy")]
    public async Task Help_TellsTheOptions(string command)
    {
        using var process = Process.Start(new ProcessStartInfo(Binary.Path, [command, "--help"]) { RedirectStandardOutput = true })!;
        var text = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Contains("--kubeconfig", text);
        Assert.Equal(0, process.ExitCode);
    }

    private Task<string> ReadyAsync(string ns, string pod) => _kubectl.RunAsync("-n", ns, "wait", $"pod/{pod}", "--for=condition=Ready", "--timeout=60s");
}
