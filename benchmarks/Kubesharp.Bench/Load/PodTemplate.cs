using System.Text;

namespace Kubesharp.Bench.Load;

/// <summary>
/// The objects that are sent. A pod is 1.1 KB on its way in, and about 3.8 KB with defaults, the token volume and field ownership on its way
/// out, so that ten thousand are a list of about 38 MB.
/// </summary>
internal static class PodTemplate
{
    public const int NameLength = 11;
    private const string NamePlace = "pod-NNNNNNN";

    private const string Pod = """
        {"apiVersion":"v1","kind":"Pod","metadata":{"name":"pod-NNNNNNN","labels":{"app.kubernetes.io/name":"bench","app.kubernetes.io/part-of":"load","pod-template-hash":"7d9f8c6b5"},"annotations":{"example.com/description":"FILL"}},"spec":{"containers":[{"name":"web","image":"registry.example.com/web:1.27.3","args":["--listen=:8080","--log-format=json"],"ports":[{"name":"http","containerPort":8080}],"env":[{"name":"POD_NAME","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"}}},{"name":"MODE","value":"production"}],"resources":{"requests":{"cpu":"100m","memory":"128Mi"},"limits":{"memory":"256Mi"}},"readinessProbe":{"httpGet":{"path":"/healthz","port":"http"}},"volumeMounts":[{"name":"scratch","mountPath":"/tmp"}]}],"volumes":[{"name":"scratch","emptyDir":{}}]}}
        """;

    /// <summary>The body of a creation, as many bytes for every number.</summary>
    public static byte[] Create(int fill) => Encoding.UTF8.GetBytes(Pod.Replace("FILL", new string('x', fill), StringComparison.Ordinal));

    /// <summary>Where in a body the pod's name stands.</summary>
    public static int NameOffset(ReadOnlySpan<byte> body) => body.IndexOf(Encoding.ASCII.GetBytes(NamePlace));

    /// <summary>Writes the name of pod number <paramref name="number"/>.</summary>
    public static void WriteName(Span<byte> target, int number)
    {
        "pod-"u8.CopyTo(target);
        for (var i = NameLength - 1; i >= 4; i--)
        {
            target[i] = (byte)('0' + (number % 10));
            number /= 10;
        }
    }

    /// <summary>Bytes as long as a stored pod.</summary>
    public static byte[] Stored() => Encoding.ASCII.GetBytes(new string('x', 3758) + ",\n");

    /// <summary>Bytes as long as a watch event of a small object.</summary>
    public static byte[] SmallEvent() => Encoding.ASCII.GetBytes(new string('x', 511) + "\n");
}
