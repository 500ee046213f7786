"""The demo town 澄湖县栖云镇: its places, people and fourteen months of its story. All of it is invented."""
