"""What changes requests, offers and meetings. Who may is asked by whoever calls."""
