using System.Net;
using Kubesharp.Network.PodNetwork;

namespace Kubesharp.Network.Tests.PodNetwork;

public sealed class CniConfigurationTests
{
    private static readonly CniConfiguration Configuration = new() { PodCidrs = [IPNetwork.Parse("10.244.3.0/24")], Mtu = 1400 };

    [Fact]
    public void ToJson_Defaults_IsTheBridgeNetwork() => Assert.Equal(
        """
        {
          "cniVersion": "0.4.0",
          "name": "kubesharp",
          "plugins": [
            {
              "type": "bridge",
              "bridge": "cni0",
              "isGateway": true,
              "isDefaultGateway": true,
              "forceAddress": false,
              "ipMasq": false,
              "hairpinMode": true,
              "mtu": 1400,
              "ipam": {
                "type": "host-local",
                "ranges": [
                  [
                    {
                      "subnet": "10.244.3.0/24"
                    }
                  ]
                ]
              }
            },
            {
              "type": "portmap",
              "capabilities": {
                "portMappings": true
              },
              "snat": true
            }
          ]
        }

        """,
        Configuration.ToJson());

    [Fact]
    public async Task Write_Twice_ChangesTheFileOnce()
    {
        var folder = Directory.CreateTempSubdirectory("kst-cni");
        try
        {
            Assert.True(await Configuration.WriteAsync(folder.FullName, default));
            Assert.False(await Configuration.WriteAsync(folder.FullName, default));
            Assert.True(await (Configuration with { HostPorts = false }).WriteAsync(folder.FullName, default));
            Assert.Equal(["10-kubesharp.conflist"], folder.GetFiles().Select(f => f.Name));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
