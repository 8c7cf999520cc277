using Kubesharp.Api.Core.V1;

namespace Kubesharp.Api.Tests;

public sealed class TaintTests
{
    private static readonly Taint Gpu = new() { Key = "gpu", Value = "a100", Effect = TaintEffect.NoSchedule };

    [Theory]
    [InlineData("gpu", "", "a100", "NoSchedule", true)]
    [InlineData("gpu", "Equal", "a100", "NoSchedule", true)]
    [InlineData("gpu", "Equal", "v100", "NoSchedule", false)]
    [InlineData("gpu", "Exists", "", "NoSchedule", true)]
    [InlineData("gpu", "Exists", "ignored", "NoSchedule", true)]
    [InlineData("", "Exists", "", "", true)]
    [InlineData("", "Exists", "", "NoExecute", false)]
    [InlineData("gpu", "Exists", "", "", true)]
    [InlineData("tpu", "Exists", "", "", false)]
    [InlineData("gpu", "Like", "a100", "", false)]
    [InlineData("gpu", "Gt", "1", "", false)]
    public void ToleratesTaint_Operators_AsKubernetesDoes(string key, string @operator, string value, string effect, bool expected)
    {
        var toleration = new Toleration { Key = key, Operator = @operator, Value = value, Effect = effect };
        Assert.Equal(expected, toleration.ToleratesTaint(Gpu));
        Assert.Equal(expected, Gpu.IsToleratedBy([toleration]));
    }

    [Theory]
    [InlineData("Gt", "4", true)]
    [InlineData("Gt", "5", false)]
    [InlineData("Lt", "6", true)]
    [InlineData("Lt", "5", false)]
    [InlineData("Lt", "06", false)]
    [InlineData("Lt", "+6", false)]
    [InlineData("Gt", "x", false)]
    public void ToleratesTaint_Comparison_NeedsTheGateAndPlainNumbers(string @operator, string value, bool expected)
    {
        var taint = new Taint { Key = "level", Value = "5", Effect = TaintEffect.NoSchedule };
        var toleration = new Toleration { Key = "level", Operator = @operator, Value = value };
        Assert.Equal(expected, toleration.ToleratesTaint(taint, comparisonOperators: true));
        Assert.False(toleration.ToleratesTaint(taint));
    }

    [Fact]
    public void FindUntolerated_OnlyAskedEffectsCount()
    {
        var soft = new Taint { Key = "soft", Effect = TaintEffect.PreferNoSchedule };
        ValueList<Taint> taints = [soft, Gpu];
        Assert.Same(Gpu, taints.FindUntolerated(default, [TaintEffect.NoSchedule, TaintEffect.NoExecute]));
        Assert.Same(soft, taints.FindUntolerated(default, [TaintEffect.PreferNoSchedule]));
        Assert.Null(taints.FindUntolerated([new Toleration { Operator = "Exists" }], [TaintEffect.NoSchedule]));
        Assert.Null(taints.FindUntolerated(default, [TaintEffect.NoExecute]));
    }

    [Fact]
    public void ToText_SpellsTaintsAsCommandLinesDo()
    {
        Assert.Equal("gpu=a100:NoSchedule", Gpu.ToText());
        Assert.Equal("gpu:NoExecute", new Taint { Key = "gpu", Effect = "NoExecute" }.ToText());
        Assert.Equal("gpu", new Taint { Key = "gpu" }.ToText());
        Assert.Equal("gpu=a:", new Taint { Key = "gpu", Value = "a" }.ToText());
        Assert.True(Gpu.Matches(Gpu with { Value = "other" }));
        Assert.False(((ValueList<Taint>)[Gpu]).HasTaint(Gpu with { Effect = "NoExecute" }));
    }
}
