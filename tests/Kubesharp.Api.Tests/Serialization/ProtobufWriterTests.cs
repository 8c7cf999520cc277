using Kubesharp.Api.Serialization;

namespace Kubesharp.Api.Tests.Serialization;

public sealed class ProtobufWriterTests
{
    [Theory]
    [InlineData("")]
    [InlineData("plain")]
    [InlineData("größer")]
    [InlineData("漢字かな交じり文")]
    [InlineData("a\0b")]
    [InlineData("😀")]
    public void TextsComeBackWhateverRoomThereWas(string text)
    {
        for (var before = 0; before < 40; before++)
        {
            // Pooled arrays have 16 bytes at least, so the text meets every state of being nearly full.
            var writer = new ProtobufWriter(16);
            writer.Raw(new byte[before]);
            writer.String(1, text);
            var reader = new ProtobufReader(writer.Result[..^before]);
            Assert.True(reader.NextField(out var field));
            Assert.Equal((1, text), (field, reader.String()));
            Assert.False(reader.NextField(out _));
            writer.Dispose();
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(127)]
    [InlineData(128)]
    [InlineData(16383)]
    [InlineData(16384)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void NumbersComeBack(long number)
    {
        for (var before = 0; before < 20; before++)
        {
            var writer = new ProtobufWriter(16);
            writer.Raw(new byte[before]);
            writer.Int(1, number);
            var reader = new ProtobufReader(writer.Result[..^before]);
            Assert.True(reader.NextField(out _));
            Assert.Equal(number, reader.Int64());
            writer.Dispose();
        }
    }
}
