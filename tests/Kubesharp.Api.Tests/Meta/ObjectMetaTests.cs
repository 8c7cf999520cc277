using Kubesharp.Api.Apps.V1;
using Kubesharp.Api.Meta.V1;

namespace Kubesharp.Api.Tests;

public sealed class ObjectMetaTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Owners_ControllerIsTheOneMarked()
    {
        var set = ReplicaSet.Empty with { Metadata = new() { Name = "web", Uid = "u1" } };
        var reference = set.ToControllerReference();
        Assert.Equal(new OwnerReference { ApiVersion = "apps/v1", Kind = "ReplicaSet", Name = "web", Uid = "u1", Controller = true, BlockOwnerDeletion = true }, reference);

        var metadata = new ObjectMeta { OwnerReferences = [new() { Uid = "u0" }, reference] };
        Assert.Same(reference, metadata.GetControllerOf());
        Assert.True(metadata.IsControlledBy(set.Metadata));
        Assert.True(metadata.IsOwnedBy("u0"));
        Assert.False(metadata.IsOwnedBy("u2"));
        Assert.Null(ObjectMeta.Empty.GetControllerOf());
        Assert.False(ObjectMeta.Empty.IsControlledBy(set.Metadata));
    }

    [Fact]
    public void Finalizers_AreAddedOnceAndRemoved()
    {
        var metadata = ObjectMeta.Empty.WithFinalizer("a").WithFinalizer("b").WithFinalizer("a");
        Assert.Equal((ValueList<string>)["a", "b"], metadata.Finalizers);
        Assert.Equal((ValueList<string>)["b"], metadata.WithoutFinalizer("a").Finalizers);
        Assert.Same(metadata, metadata.WithoutFinalizer("x"));
        Assert.True(metadata.HasFinalizer("b"));
    }

    [Fact]
    public void Labels_AreSetAndMerged()
    {
        var metadata = ObjectMeta.Empty.WithLabel("a", "1").WithAnnotation("n", "2");
        Assert.Equal("1", metadata.GetLabel("a"));
        Assert.Null(metadata.GetLabel("b"));
        Assert.Equal("2", metadata.GetAnnotation("n"));
        var merged = metadata.Labels.Merge(ValueMap.Of("a", "9").Set("b", "8"));
        Assert.Equal(ValueMap.Of("a", "9").Set("b", "8"), merged);
        Assert.Equal(metadata.Labels, metadata.Labels.Merge(default));
    }

    [Fact]
    public void Conditions_KeepTheTransitionTimeWhileTheStatusStays()
    {
        var conditions = default(ValueList<Condition>).With(new() { Type = "Ready", Status = "True" }, Now);
        Assert.True(conditions.IsTrue("Ready"));
        conditions = conditions.With(new() { Type = "Ready", Status = "True", Reason = "again" }, Now.AddHours(1));
        Assert.Equal(Now, conditions.Get("Ready")!.LastTransitionTime);
        conditions = conditions.With(new() { Type = "Ready", Status = "False" }, Now.AddHours(2));
        Assert.Equal(Now.AddHours(2), conditions.Get("Ready")!.LastTransitionTime);
        Assert.Null(conditions.Get("Other"));
    }
}
