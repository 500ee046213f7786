"""关爱对象: a closed register of people in need of care, kept by consent or by law, with visits and an end."""
