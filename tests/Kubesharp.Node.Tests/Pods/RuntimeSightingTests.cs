using System.Collections.Immutable;
using Kubesharp.Node.Cri.V1;
using Kubesharp.Node.Pods;

namespace Kubesharp.Node.Tests.Pods;

public sealed class RuntimeSightingTests
{
    private static readonly PodRuntimeStatus Looked = new()
    {
        Sandboxes = [new RuntimeSandbox { Id = "s", IsReady = true }],
        Containers = [new RuntimeContainer { Id = "c", Name = "main", State = ContainerState.ContainerRunning }],
    };

    [Fact]
    public void SightingOfTheSame_IsOfTheLook() => Assert.True(Sighting(("s", 0), ("c", 1)).IsOf(Looked));

    [Fact]
    public void SightingOfNothing_IsOfALookAtNothing() => Assert.True(Sighting().IsOf(PodRuntimeStatus.Nothing));

    [Fact]
    public void SightingOfAMereChange_IsOfNoLook() => Assert.False(new RuntimeSighting("pod", null).IsOf(Looked));

    [Theory]
    [InlineData("s", 0, "c", 2)]
    [InlineData("s", 1, "c", 1)]
    [InlineData("s", 0, "other", 1)]
    public void SightingOfAnotherState_IsNotOfTheLook(string sandbox, int sandboxState, string container, int containerState) =>
        Assert.False(Sighting((sandbox, sandboxState), (container, containerState)).IsOf(Looked));

    [Fact]
    public void SightingOfOneMore_IsNotOfTheLook() => Assert.False(Sighting(("s", 0), ("c", 1), ("d", 1)).IsOf(Looked));

    private static RuntimeSighting Sighting(params (string Id, int State)[] states) =>
        new("pod", states.ToImmutableDictionary(entry => entry.Id, entry => entry.State));
}
