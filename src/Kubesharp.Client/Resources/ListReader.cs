using Kubesharp.Api;
using Kubesharp.Api.Meta.V1;
using Kubesharp.Api.Serialization;

namespace Kubesharp.Client;

/// <summary>Decodes list bodies.</summary>
internal static class ListReader<T>
    where T : class, IKubernetesObject<T>
{
    public static ObjectList<T> Decode(ReadOnlySpan<byte> json)
    {
        var items = new List<T>();
        var metadata = ListMeta.Empty;
        var decoder = new JsonDecoder(json);
        decoder.Read();
        if (decoder.BeginObject())
        {
            while (decoder.NextField(out var name))
            {
                if (name.SequenceEqual("metadata"u8))
                {
                    metadata = ListMeta.ReadJson(ref decoder);
                }
                else if (name.SequenceEqual("items"u8))
                {
                    if (!decoder.BeginArray()) continue;
                    while (decoder.NextItem()) items.Add(T.ReadJson(ref decoder));
                }
                else
                {
                    decoder.Skip();
                }
            }
        }

        return new ObjectList<T>(items, metadata.ResourceVersion, metadata.Continue, metadata.RemainingItemCount);
    }
}
