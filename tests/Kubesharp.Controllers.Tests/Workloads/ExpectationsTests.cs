using Kubesharp.Client;
using Kubesharp.Controllers.Workloads;

namespace Kubesharp.Controllers.Tests.Workloads;

public class ExpectationsTests
{
    private static readonly NamespacedName Owner = new("default", "web");
    private readonly ManualTimeProvider _time = new();

    [Fact]
    public void Creations_NotYetSeen_AreNotSatisfied()
    {
        var expectations = new Expectations(_time);
        expectations.ExpectCreations(Owner, 2);
        expectations.CreationObserved(Owner);
        Assert.False(expectations.Satisfied(Owner));
        expectations.CreationObserved(Owner);
        Assert.True(expectations.Satisfied(Owner));
    }

    [Fact]
    public void Deletions_SeenTwice_CountOnce()
    {
        var expectations = new Expectations(_time);
        expectations.ExpectDeletions(Owner, ["a", "b"]);
        expectations.DeletionObserved(Owner, "a");
        expectations.DeletionObserved(Owner, "a");
        Assert.False(expectations.Satisfied(Owner));
        expectations.DeletionObserved(Owner, "b");
        Assert.True(expectations.Satisfied(Owner));
    }

    [Fact]
    public void Expectation_NeverMet_LapsesAfterFiveMinutes()
    {
        var expectations = new Expectations(_time);
        expectations.ExpectCreations(Owner, 1);
        _time.Advance(TimeSpan.FromMinutes(5));
        Assert.False(expectations.Satisfied(Owner));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(expectations.Satisfied(Owner));
    }
}
