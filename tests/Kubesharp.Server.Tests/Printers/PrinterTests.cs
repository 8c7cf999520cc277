using System.Text;
using System.Text.Json;
using Kubesharp.Api;
using Kubesharp.Api.Batch.V1;
using Kubesharp.Api.Core.V1;
using Kubesharp.Server.Registry;
using Kubesharp.Server.Strategies;
using Kubesharp.Server.Tests.Strategies;

namespace Kubesharp.Server.Tests.Printers;

public class PrinterTests
{
    private static readonly ResourceRegistry Registry = new(BuiltInResources.Create());

    /// <summary>The cells of an object's row, wide ones included, as text.</summary>
    private static string[] Row(IKubernetesObject value)
    {
        var strategy = Registry.FindKind(value.GroupVersionKind)!.Strategy!;
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartArray();
            strategy.WriteObjectRow(value, new TableRowBuilder(writer, Sample.Now));
            writer.WriteEndArray();
        }

        using var document = JsonDocument.Parse(stream.ToArray());
        var cells = document.RootElement.EnumerateArray().Select(cell => cell.ToString()).ToArray();
        Assert.Equal(strategy.TableColumns.Count, cells.Length);
        return cells;
    }

    private static Pod Pod(string status, string spec = """{"nodeName": "n1", "containers": [{"name": "a", "image": "i"}]}""", string metadata = "") =>
        Sample.Read<Pod>($$"""{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "creationTimestamp": "2026-05-01T11:55:00Z"{{metadata}}}, "spec": {{spec}}, "status": {{status}}}""");

    public static TheoryData<string, string, string, string> PodStates() => new()
    {
        { """{"phase": "Pending"}""", "0/1", "Pending", "0" },
        { """{"phase": "Pending", "conditions": [{"type": "PodScheduled", "status": "False", "reason": "SchedulingGated"}]}""", "0/1", "SchedulingGated", "0" },
        { """{"phase": "Pending", "containerStatuses": [{"name": "a", "state": {"waiting": {"reason": "ContainerCreating"}}}]}""", "0/1", "ContainerCreating", "0" },
        { """{"phase": "Running", "containerStatuses": [{"name": "a", "ready": true, "state": {"running": {}}}]}""", "1/1", "Running", "0" },
        { """{"phase": "Running", "containerStatuses": [{"name": "a", "restartCount": 2, "state": {"waiting": {"reason": "CrashLoopBackOff"}}, "lastState": {"terminated": {"exitCode": 1, "finishedAt": "2026-05-01T11:55:00Z"}}}]}""", "0/1", "CrashLoopBackOff", "2 (5m ago)" },
        { """{"phase": "Running", "containerStatuses": [{"name": "a", "restartCount": 3, "ready": true, "state": {"running": {}}}]}""", "1/1", "Running", "3" },
        { """{"phase": "Succeeded", "containerStatuses": [{"name": "a", "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}}]}""", "0/1", "Completed", "0" },
        { """{"phase": "Failed", "containerStatuses": [{"name": "a", "state": {"terminated": {"exitCode": 3}}}]}""", "0/1", "ExitCode:3", "0" },
        { """{"phase": "Failed", "containerStatuses": [{"name": "a", "state": {"terminated": {"exitCode": 137, "signal": 9}}}]}""", "0/1", "Signal:9", "0" },
        { """{"phase": "Failed", "reason": "Evicted"}""", "0/1", "Evicted", "0" },
        { """{"phase": "Pending", "initContainerStatuses": [{"name": "x", "state": {"running": {}}}]}""", "0/1", "Init:0/0", "0" },
        { """{"phase": "Pending", "initContainerStatuses": [{"name": "x", "restartCount": 1, "state": {"terminated": {"exitCode": 1, "reason": "Error"}}}]}""", "0/1", "Init:Error", "1" },
        { """{"phase": "Pending", "initContainerStatuses": [{"name": "x", "state": {"waiting": {"reason": "CrashLoopBackOff"}}}]}""", "0/1", "Init:CrashLoopBackOff", "0" },
    };

    [Theory]
    [MemberData(nameof(PodStates))]
    public void Pod_State_IsPutIntoWords(string status, string ready, string reason, string restarts)
    {
        var row = Row(Pod(status));
        Assert.Equal((ready, reason, restarts, "5m"), (row[1], row[2], row[3], row[4]));
    }

    [Fact]
    public void KindWithoutColumns_ShowsWhenItWasCreated()
    {
        const string Metadata = """{"metadata": {"name": "a", "creationTimestamp": "2026-05-01T11:55:00Z"}}""";
        Assert.Equal(["a", "2026-05-01T11:55:00Z"], Row(Sample.Read<Api.Rbac.V1.ClusterRole>(Metadata)));
        Assert.Equal(["a", "5m"], Row(Sample.Read<ServiceAccount>(Metadata)));
    }

    [Fact]
    public void Pod_BeingDeleted_IsTerminating() =>
        Assert.Equal("Terminating", Row(Pod("""{"phase": "Running"}""", metadata: ", \"deletionTimestamp\": \"2026-05-01T12:00:00Z\""))[2]);

    [Fact]
    public void Pod_InitAndSidecars_AreCounted()
    {
        const string Spec = """{"initContainers": [{"name": "s", "restartPolicy": "Always"}, {"name": "x"}], "containers": [{"name": "a"}]}""";
        var waiting = Row(Pod("""{"phase": "Pending", "initContainerStatuses": [{"name": "s", "started": true, "ready": true, "state": {"running": {}}}, {"name": "x", "state": {"running": {}}}]}""", Spec));
        Assert.Equal(("1/2", "Init:1/2"), (waiting[1], waiting[2]));
    }

    [Fact]
    public void Pod_WideCells_ShowWhere()
    {
        var row = Row(Pod("""{"phase": "Running", "podIPs": [{"ip": "10.244.0.5"}], "conditions": [{"type": "g", "status": "True"}]}""", """{"nodeName": "n1", "readinessGates": [{"conditionType": "g"}, {"conditionType": "h"}], "containers": [{"name": "a"}]}"""));
        Assert.Equal(["10.244.0.5", "n1", "<none>", "1/2"], row[5..]);
    }

    [Fact]
    public void Node_Row_ShowsReadinessRolesAndMachine()
    {
        var node = Sample.Read<Kubesharp.Api.Core.V1.Node>("""
            {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1", "labels": {"node-role.kubernetes.io/worker": "", "node-role.kubernetes.io/control-plane": ""}, "creationTimestamp": "2026-04-29T10:00:00Z"},
             "spec": {"unschedulable": true}, "status": {"conditions": [{"type": "Ready", "status": "True"}], "addresses": [{"type": "InternalIP", "address": "10.0.0.1"}],
             "nodeInfo": {"kubeletVersion": "v1.36.2", "osImage": "Debian", "kernelVersion": "6.1", "architecture": "amd64", "containerRuntimeVersion": "containerd://1.6"}}}
            """);
        Assert.Equal(["n1", "Ready,SchedulingDisabled", "control-plane,worker", "2d2h", "v1.36.2", "10.0.0.1", "<none>", "Debian", "6.1 (amd64)", "containerd://1.6"], Row(node));
    }

    [Theory]
    [InlineData("""{"type": "ClusterIP", "clusterIPs": ["10.96.0.1"], "ports": [{"port": 443, "protocol": "TCP"}]}""", "10.96.0.1", "<none>", "443/TCP")]
    [InlineData("""{"type": "NodePort", "clusterIPs": ["10.96.0.1"], "ports": [{"port": 80, "nodePort": 30080, "protocol": "TCP"}, {"port": 53, "protocol": "UDP"}]}""", "10.96.0.1", "<none>", "80:30080/TCP,53/UDP")]
    [InlineData("""{"type": "LoadBalancer", "clusterIPs": ["10.96.0.1"]}""", "10.96.0.1", "<pending>", "<none>")]
    [InlineData("""{"type": "ExternalName", "externalName": "example.org"}""", "<none>", "example.org", "<none>")]
    public void Service_Row_ShowsAddressesAndPorts(string spec, string cluster, string external, string ports)
    {
        var row = Row(Sample.Read<Service>($$"""{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {{spec}}}"""));
        Assert.Equal((cluster, external, ports, "<unknown>"), (row[2], row[3], row[4], row[5]));
    }

    [Fact]
    public void Event_Row_ShowsObjectAndSource()
    {
        var value = Sample.Read<Event>("""
            {"apiVersion": "v1", "kind": "Event", "metadata": {"name": "web.1"}, "involvedObject": {"kind": "Pod", "name": "web", "fieldPath": "spec.containers{a}"}, "reason": "Pulled", "message": " done \n",
             "type": "Normal", "source": {"component": "kubelet", "host": "n1"}, "firstTimestamp": "2026-05-01T11:00:00Z", "lastTimestamp": "2026-05-01T11:59:30Z", "count": 4}
            """);
        Assert.Equal(["30s", "Normal", "Pulled", "pod/web", "spec.containers{a}", "kubelet, n1", "done", "60m", "4", "web.1"], Row(value));
    }

    [Fact]
    public void Job_Row_ShowsProgress()
    {
        var job = Sample.Read<Job>("""
            {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "work"}, "spec": {"completions": 3, "template": {"spec": {"containers": [{"name": "a", "image": "i"}]}}},
             "status": {"succeeded": 1, "startTime": "2026-05-01T11:57:50Z"}}
            """);
        Assert.Equal(["work", "Running", "1/3", "2m10s", "<unknown>", "a", "i", "<none>"], Row(job));
        Assert.Equal("Complete", Row(job with { Status = job.Status with { Conditions = [new JobCondition { Type = "Complete", Status = "True" }] } })[1]);
    }

    [SkippableFact]
    public void Columns_OfEveryKind_AreUpstreams()
    {
        var file = Repository.Reference("api/printcolumns.json");
        Skip.If(file is null, "the reference folder is not there");
        using var document = JsonDocument.Parse(File.ReadAllText(file!, Encoding.UTF8));
        var problems = new List<string>();
        var checkedKinds = 0;
        foreach (var resource in Registry.Resources)
        {
            if (resource.Strategy is not { } strategy || strategy.GetType() is { IsGenericType: true }) continue;
            var gvk = resource.Info.Gvk;
            var key = gvk.Kind == "Event" || gvk.Group.Length == 0 ? gvk.Kind : $"{gvk.Kind}.{gvk.Group}";
            if (!document.RootElement.GetProperty("kinds").TryGetProperty(key, out var kind) || kind.TryGetProperty("note", out var note) && note.GetString()!.StartsWith("handler exists")) continue;
            checkedKinds++;
            var expected = kind.GetProperty("columns").EnumerateArray().Select(column => $"{column.GetProperty("name")}:{column.GetProperty("type")}:{column.GetProperty("priority")}");
            var actual = strategy.TableColumns.Select(column => $"{column.Name}:{column.Type}:{column.Priority}");
            if (!expected.SequenceEqual(actual)) problems.Add($"{key}: expected {string.Join(", ", expected)} but has {string.Join(", ", actual)}");
        }

        Assert.True(checkedKinds > 30, $"only {checkedKinds} kinds have columns of their own");
        Assert.True(problems.Count == 0, string.Join('\n', problems));
    }
}
