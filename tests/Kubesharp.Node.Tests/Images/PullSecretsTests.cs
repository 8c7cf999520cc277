using Kubesharp.Api.Core.V1;
using Kubesharp.Node.Images;
using Kubesharp.Node.Tests.Pods;
using Kubesharp.Node.Tests.Volumes;

namespace Kubesharp.Node.Tests.Images;

public sealed class PullSecretsTests
{
    private readonly FakePodObjects _objects = new();

    [Theory]
    [InlineData("registry.example:5000/team/app:1", "deep,wide")]
    [InlineData("registry.example:5000/other/app", "wide")]
    [InlineData("busybox", "hub")]
    [InlineData("elsewhere.example/app", "")]
    public async Task ForImage_Registries_GiveTheNarrowestFirst(string image, string users)
    {
        _objects.SetSecret(
            "login",
            (".dockerconfigjson", """
                {"auths":{"registry.example:5000":{"auth":"d2lkZTpwdw=="},"https://registry.example:5000/team":{"username":"deep","password":"pw"},
                "https://index.docker.io/v1/":{"username":"hub","password":"pw"}}}
                """));
        var pod = PodSamples.Pod();
        pod = pod with { Spec = pod.Spec with { ImagePullSecrets = [new LocalObjectReference { Name = "login" }, new LocalObjectReference { Name = "absent" }] } };

        var found = await new PullSecrets(_objects).ForImageAsync(pod, image, CancellationToken.None);

        Assert.Equal(users, string.Join(',', found.Select(auth => auth.Username)));
        Assert.All(found, auth => Assert.Equal("pw", auth.Password));
    }
}
