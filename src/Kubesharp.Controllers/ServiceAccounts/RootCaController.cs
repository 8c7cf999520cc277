using Kubesharp.Api;
using Kubesharp.Api.Core.V1;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Controllers.Namespaces;

namespace Kubesharp.Controllers.ServiceAccounts;

/// <summary>Puts the certificate of the cluster's CA into every namespace, so that pods can trust the API server.</summary>
public sealed class RootCaController(ControllerContext context, string caCertificate) : PerNamespaceController<ConfigMap>(context, "root-ca-certificate-publisher-controller", ConfigMapName)
{
    public const string ConfigMapName = "kube-root-ca.crt";
    private const string Key = "ca.crt";

    protected override ConfigMap Wanted(string ns) => new()
    {
        Metadata = new ObjectMeta
        {
            Name = ConfigMapName,
            Namespace = ns,
            Annotations = ValueMap.Of("kubernetes.io/description", "The certificate that pods check the API server's address inside the cluster against."),
        },
        Data = ValueMap.Of(Key, caCertificate),
    };

    protected override bool IsRight(ConfigMap present) => present.Data.Count == 1 && present.Data.Get(Key) == caCertificate;
}
