using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Pods;
using Kubesharp.Node.StaticPods;
using Kubesharp.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Kubesharp.Node.Tests.StaticPods;

/// <summary>Pods of a folder of the test, run by nobody.</summary>
public sealed class StaticPodTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kubesharp-static-").FullName;
    private readonly Runner _runner = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void File_OfAPod_GivesThePodOfThisNode()
    {
        Write("web.yaml", Manifest("web", "web:1"));

        var pod = Assert.Single(Folder().Read());

        Assert.Equal(("default", "web-node-1", "Node-1"), (pod.Metadata.Namespace, pod.Metadata.Name, pod.Spec.NodeName));
        Assert.Matches("^[0-9a-f]{32}$", pod.Metadata.Uid);
        Assert.Equal(("file", pod.Metadata.Uid), (pod.Metadata.Annotations["kubernetes.io/config.source"], pod.Metadata.Annotations["kubernetes.io/config.hash"]));
        Assert.Contains(new Toleration { Operator = "Exists", Effect = "NoExecute" }, pod.Spec.Tolerations);
        Assert.True(pod.IsStatic());
        Assert.True(PodResources.IsCritical(pod));
        Assert.Equal(pod.Metadata.Uid, Assert.Single(Folder().Read()).Metadata.Uid);
    }

    [Theory]
    [InlineData("kind: Pod", "Object 'apiVersion' is missing")]
    [InlineData("apiVersion: v1\nkind: Service", "no kind \"Service\" is registered")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containerz: []}", "unknown field \"spec.containerz\"")]
    [InlineData("apiVersion: v1\nkind: Pod\nspec: {}", "a static pod needs a name")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {serviceAccountName: b}", "static pods may not reference serviceaccounts")]
    [InlineData("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {volumes: [{name: v, secret: {secretName: s}}, {name: w, configMap: {name: m}}]}", "static pods may not reference configmaps, secrets")]
    public void File_OfSomethingElse_IsRefused(string text, string message)
    {
        var refused = Assert.ThrowsAny<Kubesharp.Api.Serialization.DecodeException>(() => Folder().Read(System.Text.Encoding.UTF8.GetBytes(text), "f"));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Folder_WithFilesThatHoldNoPod_GivesTheOthers()
    {
        Write("a.yaml", "{");
        Write("b.yaml", Manifest("web", "web:1"));
        Write("c.yaml", Manifest("web", "web:2"));
        Write(".d.yaml", Manifest("hidden", "web:1"));
        Directory.CreateDirectory(Path.Combine(_folder, "more"));

        Assert.Equal(["web:1"], Folder().Read().Select(pod => pod.Spec.Containers[0].Image));
    }

    [Fact]
    public void File_ThatIsBeingWritten_KeepsThePodItHad()
    {
        var folder = Folder();
        Write("web.yaml", Manifest("web", "web:1"));
        var pod = Assert.Single(folder.Read());

        Write("web.yaml", "apiVersion: v1\nkind: Po");
        Assert.Equal(pod, Assert.Single(folder.Read()));

        File.Delete(Path.Combine(_folder, "web.yaml"));
        Assert.Empty(folder.Read());
    }

    [Fact]
    public void File_Changed_EndsTheOldPodBeforeTheNewOneBegins()
    {
        var pods = new StaticPodRunner(Folder(), _runner, TimeSpan.FromSeconds(20), new ManualTimeProvider(), NullLogger<StaticPodRunner>.Instance);
        var changes = 0;
        pods.Changed += () => changes++;
        Write("web.yaml", Manifest("web", "web:1"));
        pods.Apply();
        pods.Apply();
        Assert.Equal(["set web:1"], _runner.Done);
        Assert.Equal(1, changes);

        Write("web.yaml", Manifest("web", "web:2"));
        pods.Apply();
        pods.Apply();
        Assert.Equal(["set web:1", "remove web:1 after 7s"], _runner.Done);
        Assert.Equal("web:1", Assert.Single(pods.Pods).Spec.Containers[0].Image);

        _runner.End.SetResult();
        pods.Apply();
        Assert.Equal(["set web:1", "remove web:1 after 7s", "set web:2"], _runner.Done);
        Assert.Equal("web:2", Assert.Single(pods.Pods).Spec.Containers[0].Image);

        File.Delete(Path.Combine(_folder, "web.yaml"));
        pods.Apply();
        Assert.Equal("remove web:2 after 7s", _runner.Done[^1]);
        Assert.Empty(pods.Pods);
        Assert.Equal(4, changes);
    }

    private static string Manifest(string name, string image) =>
        $"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\nspec: {{terminationGracePeriodSeconds: 7, containers: [{{name: main, image: \"{image}\"}}]}}\n";

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    private StaticPodFolder Folder() => new(_folder, "Node-1", pod => pod, NullLogger<StaticPodFolder>.Instance);

    private sealed class Runner : IPodRunner
    {
        public List<string> Done { get; } = [];

        public TaskCompletionSource End { get; } = new();

        public void Set(Pod pod) => Done.Add("set " + pod.Spec.Containers[0].Image);

        public void Remove(Pod pod, TimeSpan grace) => Done.Add($"remove {pod.Spec.Containers[0].Image} after {grace.TotalSeconds}s");

        public Task CompletionOf(string podUid) => End.Task;
    }
}
