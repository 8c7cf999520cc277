using Kubesharp.Scheduler.Plugins;

namespace Kubesharp.Scheduler.Tests.Plugins;

/// <summary>Plugins about what pods take of their node.</summary>
public sealed class ResourcePluginsTests
{
    private readonly PluginCluster _cluster = new();

    [Theory]
    [InlineData("\"cpu\":\"3\"", "")]
    [InlineData("\"cpu\":\"3001m\"", "1 Insufficient cpu")]
    [InlineData("\"memory\":\"7Gi\"", "")]
    [InlineData("\"memory\":\"7169Mi\"", "1 Insufficient memory")]
    [InlineData("\"cpu\":\"5\",\"memory\":\"9Gi\"", "1 Insufficient cpu, 1 Insufficient memory")]
    [InlineData("\"example.com/gpu\":\"1\"", "1 Insufficient example.com/gpu")]
    [InlineData("\"example.com/gpu\":\"0\"", "")]
    public void Fit_Requests_WhatIsLeftDecides(string requests, string expected)
    {
        _cluster.Node("n1");
        _cluster.Place("other", "n1", container: Requests("\"cpu\":\"1\",\"memory\":\"1Gi\""));
        var message = _cluster.Message(_cluster.Pod("p", container: Requests(requests)));
        Assert.StartsWith(expected.Length == 0 ? "" : $"0/1 nodes are available: {expected}.", message, StringComparison.Ordinal);
        Assert.Equal(expected.Length == 0, message.Length == 0);
    }

    [Fact]
    public void Fit_NodeHasAsManyPodsAsItTakes_TooManyPods()
    {
        _cluster.Node("n1");
        for (var i = 0; i < 10; i++) _cluster.Place("other" + i, "n1");
        Assert.StartsWith("0/1 nodes are available: 1 Too many pods.", _cluster.Message(_cluster.Pod("p")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"cpu\":\"2\"", """ "initContainers":[{"name":"i","image":"i","resources":{"requests":{"cpu":"4"}}}] """, true)]
    [InlineData("\"cpu\":\"2\"", """ "initContainers":[{"name":"i","image":"i","resources":{"requests":{"cpu":"5"}}}] """, false)]
    [InlineData("\"cpu\":\"2\"", """ "initContainers":[{"name":"i","image":"i","restartPolicy":"Always","resources":{"requests":{"cpu":"3"}}}] """, false)]
    [InlineData("\"cpu\":\"4\"", """ "overhead":{"cpu":"100m"} """, false)]
    [InlineData("\"cpu\":\"1\"", """ "resources":{"requests":{"cpu":"5"}} """, false)]
    public void Fit_InitContainersOverheadAndPodLevel_Count(string requests, string spec, bool fits)
    {
        _cluster.Node("n1");
        Assert.Equal(fits ? "n1" : "", _cluster.Feasible(_cluster.Pod("p", spec, Requests(requests))));
    }

    [Theory]
    [InlineData("\"cpu\":\"1\",\"memory\":\"2Gi\"", "75 50")]
    [InlineData("\"cpu\":\"2\",\"memory\":\"2Gi\"", "62 37")]
    [InlineData("", "97 72")]
    public void Fit_Score_MoreIsBetterToBeLeft(string requests, string expected)
    {
        _cluster.Node("n1");
        _cluster.Node("n2");
        _cluster.Place("other", "n2", container: Requests("\"cpu\":\"1\",\"memory\":\"2Gi\""));
        Assert.Equal(expected, _cluster.Scores(_cluster.Pod("p", container: Requests(requests)), PluginNames.NodeResourcesFit));
    }

    [Theory]
    [InlineData("\"cpu\":\"1\",\"memory\":\"2Gi\"", "75 75")]
    [InlineData("\"memory\":\"4Gi\"", "62 87")]
    [InlineData("\"cpu\":\"2\"", "62 62")]
    [InlineData("", "-")]
    public void Balanced_Score_WhatEvensOutIsBetter(string requests, string expected)
    {
        _cluster.Node("n1");
        _cluster.Node("n2");
        _cluster.Place("other", "n2", container: Requests("\"cpu\":\"2\""));
        Assert.Equal(expected, _cluster.Scores(_cluster.Pod("p", container: Requests(requests)), PluginNames.NodeResourcesBalancedAllocation));
    }

    [Theory]
    [InlineData("10", "0 0")]
    [InlineData("600", "28 0")]
    [InlineData("4000", "100 0")]
    public void Images_Score_BySizeAndSpread(string mebibytes, string expected)
    {
        var size = long.Parse(mebibytes, System.Globalization.CultureInfo.InvariantCulture) << 20;
        _cluster.Node("n1", status: $$""" "images":[{"names":["i:latest"],"sizeBytes":{{size}}}] """);
        _cluster.Node("n2");
        Assert.Equal(expected, _cluster.Scores(_cluster.Pod("p"), PluginNames.ImageLocality));
    }

    [Theory]
    [InlineData("", "TCP", false)]
    [InlineData("", "UDP", true)]
    [InlineData("127.0.0.1", "TCP", false)]
    [InlineData("127.0.0.2", "TCP", true)]
    public void Ports_TakenOnTheNode_ByAddressAndProtocol(string address, string protocol, bool fits)
    {
        _cluster.Node("n1");
        _cluster.Place("other", "n1", container: Port("127.0.0.1", "TCP"));
        var message = _cluster.Message(_cluster.Pod("p", container: Port(address, protocol)));
        if (fits) Assert.Equal("", message);
        else Assert.StartsWith("0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void RemovePod_TookResourcesAndPorts_LeavesNoTrace()
    {
        _cluster.Node("n1");
        _cluster.Place("other", "n1", container: "\"resources\":{\"requests\":{\"cpu\":\"4\"}}," + Port("", "TCP"));
        Assert.Equal("", _cluster.Feasible(_cluster.Pod("p", container: Requests("\"cpu\":\"1\""))));
        _cluster.State.RemovePod("default/other");
        Assert.Equal("n1", _cluster.Feasible(_cluster.Pod("p", container: Requests("\"cpu\":\"4\"") + "," + Port("", "TCP"))));
    }

    private static string Requests(string amounts) => $$$"""
        "resources":{"requests":{ {{{amounts}}} }}
        """;

    private static string Port(string address, string protocol) => $$"""
        "ports":[{"containerPort":80,"hostPort":80,"hostIP":"{{address}}","protocol":"{{protocol}}"}]
        """;
}
