namespace Kubesharp.Node.Tests;

/// <summary>The tests that share one containerd; xunit runs them one after another.</summary>
[CollectionDefinition(Name)]
public sealed class ContainerRuntimeCollection : ICollectionFixture<ContainerRuntimeFixture>
{
    public const string Name = "container runtime";
}
