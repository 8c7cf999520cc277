using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Policy.V1;
using Kubesharp.Controllers.Disruption;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Controllers.Tests.Disruption;

public sealed class DisruptionBudgetTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("2", null, 5, 0, 5, 2)]
    [InlineData("50%", null, 5, 5, 5, 3)]
    [InlineData("100%", null, 5, 7, 7, 7)]
    [InlineData(null, "1", 5, 4, 4, 3)]
    [InlineData(null, "30%", 5, 10, 10, 7)]
    [InlineData(null, "20", 5, 10, 10, 0)]
    [InlineData(null, null, 5, 10, 0, 0)]
    public void Wanted_AmountOrShare_IsComputed(string? available, string? unavailable, int pods, int scale, int expected, int desired) =>
        Assert.Equal((expected, desired), DisruptionBudget.Wanted(Budget(available, unavailable), pods, scale));

    [Fact]
    public void Disrupted_NotDeletedInTime_CountAgain()
    {
        var budget = Budget("1", null);
        budget = budget with { Status = budget.Status with { DisruptedPods = ValueMap.Of("a", Now.AddSeconds(-30)).Set("b", Now.AddSeconds(-130)).Set("gone", Now).Set("going", Now) } };
        List<Pod> pods = [Pod("a"), Pod("b"), Pod("c"), Pod("going") with { Metadata = new ObjectMeta { Name = "going", DeletionTimestamp = Now } }, Pod("d", ready: false)];
        var (pending, stale, next) = DisruptionBudget.Disrupted(budget, pods, Now);
        Assert.Equal(["a"], pending.Keys);
        Assert.Equal(["b"], stale.Select(pod => pod.Metadata.Name));
        Assert.Equal(TimeSpan.FromSeconds(90), next);
        Assert.Equal(2, DisruptionBudget.CountHealthy(pods, pending, Now));
    }

    [Theory]
    [InlineData(3, 1, 3, 2, "True", "SufficientPods")]
    [InlineData(1, 1, 3, 0, "False", "InsufficientPods")]
    [InlineData(0, 2, 3, 0, "False", "InsufficientPods")]
    [InlineData(3, 0, 0, 0, "False", "InsufficientPods")]
    public void Status_Numbers_AllowWhatIsLeft(int healthy, int desired, int expected, int allowed, string status, string reason)
    {
        var result = DisruptionBudget.Status(Budget("1", null), healthy, desired, expected, default, Now);
        Assert.Equal((allowed, 4, status, reason), (result.DisruptionsAllowed, result.ObservedGeneration, result.Conditions[0].Status, result.Conditions[0].Reason));
        Assert.Equal(4, result.Conditions[0].ObservedGeneration);
    }

    private static PodDisruptionBudget Budget(string? available, string? unavailable) => new()
    {
        Metadata = new ObjectMeta { Name = "b", Namespace = "ns", Generation = 4 },
        Spec = new PodDisruptionBudgetSpec { MinAvailable = Amount(available), MaxUnavailable = Amount(unavailable) },
    };

    private static IntOrString? Amount(string? text) => text is null ? (IntOrString?)null : int.TryParse(text, out var number) ? new IntOrString(number) : new IntOrString(text);

    private static Pod Pod(string name, bool ready = true) => new()
    {
        Metadata = new ObjectMeta { Name = name },
        Status = new PodStatus { Conditions = [new PodCondition { Type = PodConditionType.Ready, Status = ready ? ConditionStatus.True : ConditionStatus.False }] },
    };
}
