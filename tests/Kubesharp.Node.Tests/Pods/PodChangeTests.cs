using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Node.Pods;
using ConditionStatus = Kubesharp.Api.Core.V1.ConditionStatus;

namespace Kubesharp.Node.Tests.Pods;

public sealed class PodChangeTests
{
    private static readonly Pod Before = WorkerHarness.Shell("true");

    [Fact]
    public void StatusOfTheNodeItself_IsNoNews()
    {
        var after = Before with
        {
            Metadata = Before.Metadata with { ResourceVersion = "17", ManagedFields = [new ManagedFieldsEntry { Manager = "kubelet" }] },
            Status = new PodStatus
            {
                Phase = PodPhase.Running,
                PodIP = "10.244.0.7",
                Conditions = [new PodCondition { Type = PodConditionType.Ready, Status = ConditionStatus.True }],
                ContainerStatuses = [new ContainerStatus { Name = "main", Ready = true }],
            },
        };

        Assert.False(PodChange.IsNews(Before, after));
    }

    public static TheoryData<string, Pod> News => new()
    {
        { "deletion", WorkerHarness.Deleting(Before, 30) },
        { "label", Before with { Metadata = Before.Metadata with { Labels = ValueMap.Of("app", "web") } } },
        { "annotation", Before with { Metadata = Before.Metadata with { Annotations = ValueMap.Of("note", "x") } } },
        { "spec", Before with { Spec = Before.Spec with { ActiveDeadlineSeconds = 5 } } },
        { "readiness gate", Before with { Status = new PodStatus { Conditions = [new PodCondition { Type = "example.com/ready", Status = ConditionStatus.True }] } } },
        { "claims", Before with { Status = new PodStatus { ResourceClaimStatuses = [new PodResourceClaimStatus { Name = "gpu" }] } } },
    };

    [Theory]
    [MemberData(nameof(News))]
    public void WhatOthersDecide_IsNews(string what, Pod after)
    {
        Assert.True(PodChange.IsNews(Before, after), what);
    }
}
